using System.Collections.Immutable;
using Fleet.Model.Notation;
using Fleet.Model.Validation;

namespace Fleet.Model;

/// <summary>
/// Says all that is wrong with a job at once, whoever made it: a YAML or JSON file, or C# code. Paths are in the job file's
/// terms (<c>services.web.deploy.replicas</c>), messages name the cure. What only a node can know (whether an image exists, or
/// any node is large enough) is not asked here.
/// </summary>
public static class JobValidator
{
    /// <summary>A job's name and a group's are parts of one name (JOB.GROUP.INDEX); a job has at most so many replicas in all.</summary>
    public const int MaxReplicas = 1_000_000;

    /// <summary>Empty when the job is good.</summary>
    public static IReadOnlyList<FieldError> Validate(Job job)
    {
        var faults = new Faults();
        faults.Add("name", Names.DnsLabelFault(job.Name));
        LabelRules.Check("x-fleet.labels", job.Labels, faults);
        ImmutableArray<TaskGroup> groups = job.Groups.OrEmpty();
        if (groups.IsEmpty)
        {
            faults.Add("services", "the job has no service (give at least one, with an image)");
        }

        long replicas = groups.Sum(group => Math.Max(0L, group.Replicas));
        if (replicas > MaxReplicas)
        {
            faults.Add("services", $"the job has {replicas} replicas in all (at most {MaxReplicas})");
        }

        foreach (IGrouping<string, TaskGroup> same in groups.GroupBy(group => group.Name).Where(same => same.Count() > 1))
        {
            faults.Add($"services.{same.Key}", $"{same.Count()} services have this name (names are unique in a job)");
        }

        foreach (TaskGroup group in groups)
        {
            GroupRules.Check(group, faults.Below($"services.{group.Name}"));
        }

        NodeLimitRules.Check(job, faults);
        return faults.All;
    }
}
