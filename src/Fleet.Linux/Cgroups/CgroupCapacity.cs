namespace Fleet.Linux.Cgroups;

/// <summary>What a process may use: the host's, or what its own group or one above allows, whichever is smaller.</summary>
/// <param name="Cpus">In cores, a fraction where a quota says so.</param>
/// <param name="CpuSet">The CPUs it may run on.</param>
/// <param name="MemoryBytes">Bytes of memory.</param>
/// <param name="Pids">Tasks; the kernel's own bound where no group has one.</param>
public sealed record CgroupCapacity(double Cpus, CpuSet CpuSet, long MemoryBytes, long Pids);
