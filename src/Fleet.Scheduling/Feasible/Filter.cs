namespace Fleet.Scheduling.Feasible;

/// <summary>Why a node is out of the question, in the order in which it is asked; a node counts under the first that applies.</summary>
public enum Filter
{
    /// <summary>It is a candidate.</summary>
    None,
    Disconnected,
    Constraint,
    Volume,
    Port,
    Cpu,
    Memory,
    Pids,
}

/// <summary>What has to change somewhere before a blocked group is worth another look.</summary>
[Flags]
public enum Change
{
    None = 0,

    /// <summary>A node came back or joined.</summary>
    Ready = 1,

    /// <summary>A label or another attribute.</summary>
    Attributes = 2,

    Volumes = 4,

    Ports = 8,

    /// <summary>Something was given back, or a node has more to give.</summary>
    Capacity = 16,

    Any = Ready | Attributes | Volumes | Ports | Capacity,
}
