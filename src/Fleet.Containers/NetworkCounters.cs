using Fleet.Linux.Network;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Containers;

/// <summary>The links of a container's network namespace, counted from outside.</summary>
internal static class NetworkCounters
{
    public static IReadOnlyList<LinkStatistics> Read(ShimState state)
    {
        using var process = ProcessFolder.Open(state.Pid, state.PidStartTime);
        return process?.Read("net/dev") is { } table ? LinkTable.Parse(table) : [];
    }
}
