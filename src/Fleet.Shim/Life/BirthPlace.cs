using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>
/// Namespaces that one cannot move to but must be born in (pid_namespaces(7), time_namespaces(7)): what this thread joins or makes
/// holds for its children alone.
/// </summary>
internal readonly struct BirthPlace : IDisposable
{
    private readonly int _own;

    private BirthPlace(int own) => _own = own;

    /// <summary>Children are born in this PID namespace until the end of the <c>using</c>.</summary>
    /// <param name="fd">The namespace's file or a pidfd of one of its processes; -1 for our own.</param>
    internal static BirthPlace Enter(int fd)
    {
        if (fd < 0)
        {
            return new BirthPlace(-1);
        }

        int own = (int)Raw.Check(KernelFile.Open("/proc/self/ns/pid", 0), "open", "the shim's PID namespace");
        long joined = Raw.Call(Nr.Setns, fd, (long)CloneFlags.NewPid);
        if (joined < 0)
        {
            Raw.Close(own);
            Raw.Check(joined, "join the PID namespace of", "the container", "it must be one below the agent's own");
        }

        return new BirthPlace(own);
    }

    /// <summary>
    /// All children from now on, those of exec too, live in a new time namespace. Its clocks are set while it is empty; the shim
    /// stays with the host's.
    /// </summary>
    internal static void MakeTime(ShimConfig config)
    {
        if (config.Namespaces.Find(NamespaceKind.Time) is not { Path.Length: 0 })
        {
            return;
        }

        Raw.Check(Raw.Call(Nr.Unshare, (long)CloneFlags.NewTime), "make", "a time namespace", "Linux 5.6 or later with CONFIG_TIME_NS is needed");
        if (config.TimeOffsets.Length > 0)
        {
            Raw.Check(
                KernelFile.TryWrite("/proc/self/timens_offsets", config.TimeOffsets), "set the clocks of", $"the time namespace ({config.TimeOffsets.Trim().Replace('\n', ';')})",
                "a clock cannot go back beyond the boot of the machine, nor forward by more than 146 years");
        }
    }

    public void Dispose()
    {
        if (_own >= 0)
        {
            Raw.Call(Nr.Setns, _own, (long)CloneFlags.NewPid);
            Raw.Close(_own);
        }
    }
}
