namespace Fleet.Linux.Cgroups;

/// <summary>A hierarchy that groups are made in.</summary>
/// <param name="MountPoint">Where the host has it.</param>
/// <param name="Options">How it is mounted: <c>cpu,cpuacct</c>, <c>name=systemd</c>; empty for v2.</param>
/// <param name="Unified">cgroup2.</param>
public sealed record CgroupHierarchy(string MountPoint, string Options, bool Unified);
