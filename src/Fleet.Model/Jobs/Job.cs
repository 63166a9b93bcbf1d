using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>
/// What a user asks the cluster for: one or more task groups under one name. A job of a single group may be written
/// without naming it: <c>Job.Service("web", image) with { Replicas = 6 }</c>; the group is then called as the job is.
/// </summary>
public sealed partial record Job
{
    /// <summary>Unique in the cluster: 1 to 63 of a-z, 0-9 and '-', starting with a letter or digit (a DNS label, RFC 1123).</summary>
    public required string Name { get; init; }

    public required ImmutableArray<TaskGroup> Groups { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// What all replicas of the job may use on one node together (<c>x-fleet: limits</c> at the top of the file), whatever each
    /// of them may use alone. Belongs to no task: changing it restarts none.
    /// </summary>
    public ContainerLimits NodeLimits { get; init; } = new();

    /// <summary>A job of one group whose replicas are kept running.</summary>
    public static Job Service(string name, string image) => OfOneGroup(name, image, TaskType.Service);

    /// <summary>A job of one group whose replicas each run to success once.</summary>
    public static Job Batch(string name, string image) => OfOneGroup(name, image, TaskType.Batch);

    /// <summary>Only its name: the members of the only group would throw for a job of several.</summary>
    public override string ToString() => $"job '{Name}'";

    private static Job OfOneGroup(string name, string image, TaskType type) => new()
    {
        Name = name,
        Groups = [new TaskGroup { Name = name, Type = type, Container = new ContainerSpec { Image = image } }],
    };
}
