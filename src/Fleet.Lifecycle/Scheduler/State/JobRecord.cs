using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

internal sealed class JobRecord(string name)
{
    private readonly Dictionary<string, GroupRecord> _groups = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The newest last.</summary>
    public List<JobVersion> Versions { get; } = [];

    /// <summary>Live allocations of each version: those in use are kept.</summary>
    public Dictionary<long, int> InUse { get; } = [];

    public JobVersion Current => Versions[^1];

    public bool Stopped { get; set; }

    /// <summary>Of the current version.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    public JobState State { get; set; } = JobState.Pending;

    /// <summary>When the last of it ended; null while anything runs or is to run.</summary>
    public DateTimeOffset? OverSince { get; set; }

    /// <summary>In the order in which they first appeared; retired ones among them until their last allocation ended.</summary>
    public IReadOnlyCollection<GroupRecord> Groups => _groups.Values;

    public GroupRecord? Group(string name) => _groups.GetValueOrDefault(name);

    public void Add(GroupRecord group) => _groups.Add(group.Name, group);

    public void Remove(GroupRecord group) => _groups.Remove(group.Name);

    public JobVersion? Version(long number) => Versions.Find(version => version.Number == number);

    public void Use(long version) => InUse[version] = InUse.GetValueOrDefault(version) + 1;

    public void Release(long version)
    {
        if (--InUse[version] == 0) InUse.Remove(version);
    }

    public void Trim(int keep)
    {
        for (int at = 0; at < Versions.Count - 1 && Versions.Count > keep;)
            if (InUse.ContainsKey(Versions[at].Number)) at++;
            else Versions.RemoveAt(at);
    }
}
