using System.Collections.Immutable;
using Fleet.Api.Contracts.Jobs;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Api.Jobs;

/// <summary>From the scheduler's views to the API's.</summary>
internal static class JobMapping
{
    public static JobInfo Info(JobView job) => new()
    {
        Name = job.Name,
        State = job.State,
        Version = job.Version.Number,
        Digest = job.Version.Digest,
        SubmittedAt = job.SubmittedAt,
        Wanted = job.Groups.Sum(g => g.Wanted),
        Pending = job.Groups.Sum(g => g.Pending),
        Running = job.Groups.Sum(g => g.Running),
        Complete = job.Groups.Sum(g => g.Complete),
        Failed = job.Groups.Sum(g => g.Failed),
        Groups = job.Groups,
    };

    public static JobDetail Detail(JobInspection all)
    {
        var info = Info(all.Job);
        return new JobDetail
        {
            Name = info.Name,
            State = info.State,
            Version = info.Version,
            Digest = info.Digest,
            SubmittedAt = info.SubmittedAt,
            Wanted = info.Wanted,
            Pending = info.Pending,
            Running = info.Running,
            Complete = info.Complete,
            Failed = info.Failed,
            Groups = info.Groups,
            Spec = all.Job.Version.Spec,
            Allocations = [.. all.Allocations.Select(a => Allocation(a, all.History))],
        };
    }

    public static ImmutableArray<JobVersionInfo> History(JobInspection all) =>
        [.. all.History.Select(v => new JobVersionInfo(v.Number, v.Digest, v.Digest == all.Job.Version.Digest, v.Spec))];

    public static AllocationInfo Allocation(AllocationView view, ImmutableArray<JobVersion> versions)
    {
        var (assignment, fact) = (view.Assignment, view.Fact);
        var group = versions.FirstOrDefault(v => v.Digest == assignment.JobVersion)?.Spec.Groups.FirstOrDefault(g => g.Name == assignment.Group);
        return new AllocationInfo
        {
            Id = assignment.Id.ToString(),
            Name = assignment.Name,
            Image = group?.Container.Image ?? "",
            Node = view.Node,
            State = fact.Phase,
            ExitCode = fact.ExitCode,
            OomKilled = fact.OomKilled,
            Pid = fact.Pid,
            StartedAt = fact.StartedAt,
            FinishedAt = fact.FinishedAt,
            Job = assignment.Job,
            Group = assignment.Group,
            Index = assignment.Index,
            Attempt = assignment.Attempt,
            Version = assignment.JobVersion,
            Desired = assignment.Desired,
            Ports = assignment.Ports,
            Reserved = view.Reserved,
            Reason = view.Reason,
            Message = fact.Message,
            Unknown = view.Unknown,
        };
    }
}
