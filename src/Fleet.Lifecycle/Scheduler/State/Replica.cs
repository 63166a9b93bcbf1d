namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>One replica of a group, by index.</summary>
internal struct Replica
{
    public ReplicaState State;
    public ReplicaClass Class;

    /// <summary>Of its last allocation; 0 before the first.</summary>
    public int Attempt;

    /// <summary>Attempts used up.</summary>
    public int Used;

    /// <summary>Of the back-off; -1 before the first restart.</summary>
    public int Step;

    public DateTimeOffset NotBefore;

    /// <summary>Slots of its live allocation and of the one that ended last; -1 when there is none.</summary>
    public int Live, Ended;

    public static Replica New => new() { Step = -1, Live = -1, Ended = -1 };

    /// <summary>For another version: what was tried before does not count.</summary>
    public void StartAfresh()
    {
        (State, Attempt, Used, Step, NotBefore) = (ReplicaState.Wanted, 0, 0, -1, default);
    }
}

/// <summary>Under which count of its group a replica falls.</summary>
internal enum ReplicaClass : byte
{
    /// <summary>Above the wanted count, or of a stopped job.</summary>
    Unwanted,
    Pending,
    Running,
    Complete,
    Failed,
}
