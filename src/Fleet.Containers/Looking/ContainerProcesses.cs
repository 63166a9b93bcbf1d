using Fleet.Linux.Cgroups;
using Fleet.Linux.Processes;

namespace Fleet.Containers.Looking;

/// <summary>The processes in a container's group.</summary>
public static class ContainerProcesses
{
    /// <summary>In the order of their numbers, as the host counts.</summary>
    public static IReadOnlyList<ProcessRow> Of(ICgroup group)
    {
        var rows = group.Pids().Order().Select(ProcessRow.Read).OfType<ProcessRow>().ToList();

        // A number that was given out again in between is a stranger's: only who is in the group still is shown.
        var still = group.Pids().ToHashSet();
        return [.. rows.Where(row => still.Contains(row.Pid))];
    }
}
