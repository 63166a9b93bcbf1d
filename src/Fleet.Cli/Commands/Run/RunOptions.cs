using System.CommandLine;

namespace Fleet.Cli.Commands.Run;

/// <summary>The options of <c>fleet run</c> and <c>fleet create</c>, in docker's words.</summary>
internal sealed class RunOptions
{
    public readonly Option<bool> Detach = new("--detach", "-d") { Description = "Leave it running and print its id" };
    public readonly Option<bool> Interactive = new("--interactive", "-i") { Description = "Our stdin is its stdin" };
    public readonly Option<bool> Terminal = new("--tty", "-t") { Description = "On a terminal" };
    public readonly Option<string[]> Env = new("--env", "-e") { Description = "A variable; K alone takes the caller's value", HelpName = "K=V" };
    public readonly Option<string[]> EnvFile = new("--env-file") { Description = "Variables from a file of lines K=V", HelpName = "FILE" };
    public readonly Option<string[]> Volume = new("--volume", "-v") { Description = "A path of the node or a named volume; options ro, rw, nocopy", HelpName = "SRC:DST[:OPTS]" };
    public readonly Option<string[]> Tmpfs = new("--tmpfs") { Description = "An empty file system in memory; options size=N, mode=1777, ro, exec, ...", HelpName = "DST[:OPTS]" };
    public readonly Option<string[]> Mount = new("--mount") { Description = "type=bind|volume|tmpfs,source=SRC,target=DST,readonly,...", HelpName = "MOUNT" };
    public readonly Option<string> Workdir = new("--workdir", "-w") { Description = "Working directory", HelpName = "DIR" };
    public readonly Option<string> User = new("--user", "-u") { Description = "User by name or number", HelpName = "USER[:GROUP]" };
    public readonly Option<string[]> GroupAdd = new("--group-add") { Description = "A further group", HelpName = "GROUP" };
    public readonly Option<string> Hostname = new("--hostname", "-h") { Description = "Its host name (default: its short id)", HelpName = "HOST" };
    public readonly Option<string> Memory = new("--memory", "-m") { Description = "Memory limit, such as 64m", HelpName = "SIZE" };
    public readonly Option<string> MemorySwap = new("--memory-swap") { Description = "Limit of memory and swap together; -1: unlimited swap", HelpName = "SIZE" };
    public readonly Option<string> MemoryReservation = new("--memory-reservation") { Description = "Memory that is taken from it last, below the limit", HelpName = "SIZE" };
    public readonly Option<string> Cpus = new("--cpus") { Description = "CPU limit in cores, such as 0.5", HelpName = "CORES" };
    public readonly Option<string> CpuShares = new("--cpu-shares") { Description = "Relative CPU weight, 2 to 262144 (1024 is usual)", HelpName = "N" };
    public readonly Option<string> CpusetCpus = new("--cpuset-cpus") { Description = "CPUs it may run on, such as 0-3,7", HelpName = "LIST" };
    public readonly Option<string> PidsLimit = new("--pids-limit") { Description = "Processes and threads at most; 0 or -1: unlimited", HelpName = "N" };
    public readonly Option<string[]> Ulimit = new("--ulimit") { Description = "A resource limit, such as nofile=1024:2048", HelpName = "NAME=SOFT[:HARD]" };
    public readonly Option<bool> ReadOnly = new("--read-only") { Description = "Its root file system cannot be written" };
    public readonly NamespaceOptions Namespaces = new();
    public readonly Option<string[]> CapAdd = new("--cap-add") { Description = "A capability beside the default ones, or ALL", HelpName = "CAP" };
    public readonly Option<string[]> CapDrop = new("--cap-drop") { Description = "A capability less, or ALL", HelpName = "CAP" };
    public readonly Option<string[]> SecurityOpt = new("--security-opt") { Description = "no-new-privileges[=false], seccomp=unconfined or seccomp=FILE, a profile", HelpName = "OPTION" };
    public readonly Option<string[]> Device = new("--device") { Description = "A device of the node, or a folder of devices", HelpName = "HOST[:CONTAINER[:rwm]]" };
    public readonly Option<string> Entrypoint = new("--entrypoint") { Description = "Instead of the image's; empty: none", HelpName = "PROGRAM" };
    public readonly Option<string> Name = new("--name") { Description = "Its name (default: one is made up)", HelpName = "NAME" };
    public readonly Option<bool> Rm = new("--rm") { Description = "Remove it, with its anonymous volumes, once it has ended" };
    public readonly Option<string> Restart = new("--restart") { Description = "no, on-failure[:N], always or unless-stopped", HelpName = "POLICY" };
    public readonly Option<string> Pull = new("--pull") { Description = "missing, always or never", HelpName = "WHEN" };
    public readonly Option<string[]> Label = new("--label", "-l") { Description = "A label", HelpName = "K=V" };
    public readonly Option<string> StopSignal = new("--stop-signal") { Description = "What stop sends first (default: the image's, else TERM)", HelpName = "SIG" };
    public readonly Option<string> StopTimeout = new("--stop-timeout") { Description = "Seconds from it to SIGKILL (default: 10)", HelpName = "SEC" };
    public readonly Option<bool> SigProxy = new("--sig-proxy") { Description = "Pass signals on to it (default; --sig-proxy=false does not)", DefaultValueFactory = _ => true };
    public readonly Option<string> DetachKeys = Streams.Detaching.Option();

    public readonly KernelOptions Kernel = new();
    public readonly IoOptions Io = new();
    public readonly FileOptions Files = new();
    public readonly NameOptions Names = new();

    /// <summary>Those of <c>fleet run</c> alone: a container that is only made is on no terminal of ours.</summary>
    public IReadOnlyList<Option> OfRun => [Detach, SigProxy, DetachKeys];

    /// <summary>Those of <c>fleet run</c> and <c>fleet create</c>.</summary>
    public IReadOnlyList<Option> All =>
    [
        Interactive, Terminal, Env, EnvFile, Volume, Tmpfs, Mount, Workdir, User, GroupAdd, Hostname, Memory, MemorySwap,
        MemoryReservation, Cpus, CpuShares, CpusetCpus, PidsLimit, Ulimit, ReadOnly, .. Namespaces.All, CapAdd, CapDrop, SecurityOpt,
        Device, Entrypoint, Name, Rm, Restart, Pull, Label, StopSignal, StopTimeout,
        .. Kernel.All, .. Io.All, .. Files.All, .. Names.All,
    ];
}
