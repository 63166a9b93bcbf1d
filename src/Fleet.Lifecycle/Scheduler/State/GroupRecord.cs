using Fleet.Model;
using Fleet.Scheduling.Feasible;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>A task group of a job with its replicas.</summary>
internal sealed class GroupRecord(JobRecord job, TaskGroup spec, long version)
{
    private readonly int[] _counts = new int[5];

    public JobRecord Job { get; } = job;

    public string Name { get; } = spec.Name;

    /// <summary>JOB.GROUP.</summary>
    public string FullName { get; } = $"{job.Name}.{spec.Name}";

    public TaskGroup Spec { get; private set; } = spec;

    public GroupNeeds Needs { get; private set; } = new(spec);

    /// <summary>The version of the job in which the task last changed: allocations of older ones are outdated.</summary>
    public long Version { get; private set; } = version;

    /// <summary>As scaled.</summary>
    public int Wanted { get; set; } = spec.Replicas;

    /// <summary>The current version of the job has no such group.</summary>
    public bool Retired { get; set; }

    public int WantedNow => Job.Stopped || Retired ? 0 : Wanted;

    public Replica[] Replicas { get; private set; } = [];

    /// <summary>Row of a node -> live replicas of the present version there that are to stay.</summary>
    public Dictionary<int, int> Siblings { get; } = [];

    public int Live { get; set; }

    // What follows is worked out anew after recovery.

    public bool IsQueued { get; set; }

    /// <summary>All replicas are to be looked at, not only those in <see cref="Dirty"/>.</summary>
    public bool AllDirty { get; set; }

    public List<int> Dirty { get; } = [];

    /// <summary>Replicas that have no node, why, and what has to change before it is worth another look.</summary>
    public SortedSet<int> Unplaced { get; } = [];

    /// <summary>That has changed.</summary>
    public bool Woken { get; set; }

    public string PendingReason { get; set; } = "";

    public string PendingKind { get; set; } = "";

    public Change WakeOn { get; set; }

    public int Count(ReplicaClass of) => _counts[(int)of];

    /// <param name="version">The same as before when the task itself did not change.</param>
    public void Update(TaskGroup spec, long version)
    {
        (Spec, Needs, Version) = (spec, new GroupNeeds(spec), version);
    }

    public void EnsureReplicas(int count)
    {
        int have = Replicas.Length;
        if (count <= have) return;
        var more = new Replica[count];
        Replicas.CopyTo(more, 0);
        for (int index = have; index < count; index++) more[index] = Replica.New;
        _counts[(int)ReplicaClass.Unwanted] += count - have;
        Replicas = more;
    }

    public void SetClass(int index, ReplicaClass to)
    {
        ref var replica = ref Replicas[index];
        _counts[(int)replica.Class]--;
        _counts[(int)to]++;
        replica.Class = to;
    }

    public string ReplicaName(int index) => $"{FullName}.{index}";
}
