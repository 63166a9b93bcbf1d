using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Systemd;

/// <summary>
/// Where containers live on a machine that systemd runs: a delegated scope of their own, in a slice of their own. It belongs to no
/// service, so that whatever is done to the agent's reaches none of them, and systemd knows of it, so that it keeps its hands off.
/// All agents of a machine share it. It stays while an agent or a container lives, and goes with the last of them.
/// </summary>
public sealed class SystemdScope : IDisposable
{
    /// <summary>The slice: whoever wants to limit all containers of a machine together limits this.</summary>
    public const string Slice = "fleet.slice";

    public const string Unit = "fleet-containers.scope";

    /// <summary>The scope's group below the root of the hierarchy.</summary>
    public const string Path = $"{Slice}/{Unit}";

    private const int Attempts = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly string _mountPoint, _program, _leaf;
    private ScopeKeeper? _keeper;

    /// <param name="mountPoint">Of the unified hierarchy.</param>
    /// <param name="program">Run with <c>--keep</c>, it ends when its standard input does.</param>
    /// <param name="leaf">A name of the caller's own for the group of its process in the scope.</param>
    public SystemdScope(string mountPoint, string program, string leaf) => (_mountPoint, _program, _leaf) = (mountPoint, program, leaf);

    /// <summary>Whether systemd is this machine's init (sd_booted(3)).</summary>
    public static bool IsSystemdRunning => Directory.Exists("/run/systemd/system");

    /// <summary>The scope stands when this returns. Where it does already, that costs one system call.</summary>
    /// <exception cref="IOException">systemd refused, or cannot be reached.</exception>
    public void Ensure()
    {
        lock (_lock)
        {
            if (_keeper is { Lives: true })
            {
                return;
            }

            _keeper?.Dispose();
            _keeper = null;     // it died: killed by somebody, or the scope was stopped
            ScopeKeeper keeper = ScopeKeeper.Start(_program, ["--keep"]);
            try
            {
                using var systemd = new SystemdManager(SystemdBus.Open());
                Enter(systemd, keeper.Pid);
                _keeper = keeper;
            }
            catch
            {
                keeper.Dispose();
                throw;
            }
        }
    }

    /// <summary>Lets go of the scope; it goes now if no container is in it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _keeper?.Dispose();
            _keeper = null;
        }
    }

    private void Enter(SystemdManager systemd, int pid)
    {
        string leaf = System.IO.Path.Combine(_mountPoint, Path, _leaf);
        for (int attempt = 0; ; attempt++)
        {
            if (systemd.TryStartScope(Unit, Slice, pid))
            {
                // A group with processes of its own cannot hand controllers down to those below it.
                _ = CgroupFile.Make(leaf);
                CgroupFile.Write(leaf, "cgroup.procs", LimitValues.Text(pid), "is systemd's hierarchy mounted elsewhere?");
                return;
            }

            try
            {
                _ = CgroupFile.Make(leaf);
                systemd.Attach(Unit, "/" + _leaf, pid);
                return;
            }
            catch (SystemdException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);    // the last process has just left it: in a moment it is gone, and a new one can be made
            }
        }
    }
}
