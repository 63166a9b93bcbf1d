namespace Fleet.Linux.Cgroups;

/// <summary>The control groups of this machine, v1 or v2. <see cref="CgroupDriver.Detect"/> chooses.</summary>
public interface ICgroupDriver
{
    /// <summary>1 or 2: where the controllers are.</summary>
    int Version { get; }

    /// <summary>The controllers that can be used: cpu, cpuset, memory, pids, io, ... in v2's names.</summary>
    IReadOnlySet<string> Controllers { get; }

    /// <summary>v2: one. v1: each that a group has a folder in; on a mixed machine v2's as well.</summary>
    IReadOnlyList<CgroupHierarchy> Hierarchies { get; }

    /// <summary>Makes the group and its parents; one that exists already is taken as it is.</summary>
    ICgroup Create(string path);

    /// <summary>A handle to a group, whether it exists or not.</summary>
    ICgroup At(string path);

    /// <summary>What the machine and the groups this process is in leave to it.</summary>
    CgroupCapacity Capacity();
}
