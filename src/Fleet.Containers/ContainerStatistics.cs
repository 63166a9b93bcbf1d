using Fleet.Linux.Cgroups;
using Fleet.Linux.Network;

namespace Fleet.Containers;

/// <summary>What a container uses now.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Group">Its control group's numbers.</param>
/// <param name="Links">Its network interfaces, <c>lo</c> included; empty when it uses the node's network or does not run.</param>
public sealed record ContainerStatistics(DateTimeOffset At, CgroupStatistics Group, IReadOnlyList<LinkStatistics> Links);
