using System.Collections.Immutable;
using System.Text;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Safety;

/// <summary>A snapshot as lines of text, equal for equal states: to compare what was replayed with what was lived.</summary>
public static class SnapshotText
{
    public static string Of(SchedulerSnapshot snapshot)
    {
        var text = new StringBuilder();
        text.AppendLine($"epoch {snapshot.Epoch}, last serial {snapshot.LastSerial}, sequence {snapshot.Sequence}");
        foreach (var node in snapshot.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal))
            text.AppendLine($"node {node.Name} {node.State} '{node.Why}' {node.ChangedAt:O} [{string.Join(' ', node.Volumes)}] {Words(node.Labels)}");
        foreach (var job in snapshot.Jobs) Write(text, job);
        foreach (var request in snapshot.Requests) text.AppendLine($"request {request.Request} {request.Time:O} {request.Answer.Status} {request.Answer.Message}");
        foreach (var happened in snapshot.Events) text.AppendLine(happened.ToString());
        return text.ToString();
    }

    private static void Write(StringBuilder text, JobSnapshot job)
    {
        text.AppendLine($"job {job.Versions[^1].Spec.Name} {job.State} stopped {job.Stopped} at {job.SubmittedAt:O} over {job.OverSince:O}");
        foreach (var version in job.Versions) text.AppendLine($"  version {version.Number} {version.Digest}");
        foreach (var group in job.Groups)
        {
            text.AppendLine($"  group {group.Name} version {group.VersionNumber} wanted {group.Wanted} retired {group.Retired} {group.Spec.Needs}");
            foreach (var replica in group.Replicas) Write(text, replica);
        }
    }

    private static void Write(StringBuilder text, in ReplicaSnapshot replica)
    {
        text.AppendLine($"    {replica.Index} {replica.State} attempt {replica.Attempt} used {replica.Used} step {replica.Step} not before {replica.NotBefore:O}");
        foreach (var one in replica.Allocations)
        {
            string ports = string.Join(' ', one.Ports.Select(port => $"{port.Name}:{port.Number}/{port.Protocol}"));
            text.AppendLine($"      {one.Id} attempt {one.Attempt} on {one.Node} version {one.VersionNumber} {one.Needs} [{ports}] '{one.Reason}' {one.Stop} lost {one.Lost}"
                + $" {one.PlacedAt:O} {one.UpAt:O} {one.StartedAt:O} {one.Outcome} {Words(one.End)}");
        }
    }

    private static string Words(AllocationFact? end) => end is null ? "live"
        : $"{end.Phase} {end.ExitCode} oom {end.OomKilled} {end.StartedAt:O} {end.FinishedAt:O} '{end.Message}' {Convert.ToHexString(end.Result.AsSpan())}";

    private static string Words(ImmutableSortedDictionary<string, string> labels) => string.Join(' ', labels.Select(label => $"{label.Key}={label.Value}"));
}
