namespace Fleet.Shim.Protocol;

/// <summary>
/// The names of what lies in a container's state folder. The agent makes the folder (0700 root) and writes
/// <see cref="Config"/>; then it starts <c>fleet-shim FOLDER</c>, which makes all the rest.
/// </summary>
public static class ShimFolder
{
    /// <summary>A <see cref="ShimConfig"/>, written by the agent before it starts the shim.</summary>
    public const string Config = "config";

    /// <summary>A <see cref="ShimState"/>, replaced atomically at each change of phase.</summary>
    public const string State = "state";

    /// <summary>An <see cref="ExitRecord"/>; there from the end of the container until the next shim of the folder starts.</summary>
    public const string Exit = "exit";

    /// <summary>
    /// The shim's unix socket (SOCK_STREAM). The folder's path may be longer than a socket's name can be:
    /// open the folder and connect to <c>/proc/self/fd/N/shim.sock</c>.
    /// </summary>
    public const string Socket = "shim.sock";

    /// <summary>An empty folder on which the container mounts its root, in its own mount namespace only.</summary>
    public const string RootMountPoint = "rootfs";

    /// <summary>The folder of log files <c>1</c>, <c>2</c>, ...; see <see cref="LogFormat"/>.</summary>
    public const string Logs = "log";

    /// <summary>Locked (flock, exclusive) by the living shim: two shims never run one folder.</summary>
    public const string Lock = "lock";
}
