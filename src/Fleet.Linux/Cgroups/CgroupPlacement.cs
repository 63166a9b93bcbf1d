namespace Fleet.Linux.Cgroups;

/// <summary>
/// How a process gets into a group. v2: it is cloned into <see cref="UnifiedFolder"/> (CLONE_INTO_CGROUP). v1: its pid is written
/// into each of <see cref="ProcsFiles"/> before it may go on; on a mixed machine the unified folder is one of them.
/// </summary>
public sealed record CgroupPlacement(string? UnifiedFolder, IReadOnlyList<string> ProcsFiles);
