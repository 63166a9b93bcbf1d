using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers;

/// <summary>Everything that makes one container, given once, at its creation.</summary>
public sealed record ContainerSetup
{
    /// <summary>Letters, digits, <c>_</c>, <c>.</c>, <c>-</c>; at most 128; names its folder.</summary>
    public required string Id { get; init; }

    public required RuntimeSpec Spec { get; init; }

    /// <summary>
    /// Mounts that together are the root file system, made in this order in the container's own mount namespace; targets are
    /// relative to the root (<c>/</c> the first). Empty: <see cref="RuntimeSpec.Root"/> names a folder, which is bound.
    /// </summary>
    public IReadOnlyList<RootMount> RootMounts { get; init; } = [];

    /// <summary>A user as an image's config writes it: empty, <c>name</c>, <c>1000</c>, <c>name:group</c>; resolved inside the root.</summary>
    public string User { get; init; } = "";

    public required CgroupPlace Cgroup { get; init; }

    /// <summary>
    /// Limits of its group. What is null here comes from the specification's <see cref="LinuxSpec.Resources"/>; without any device
    /// rules <see cref="RuntimeSpecDefaults.DeviceRules"/> hold.
    /// </summary>
    public CgroupLimits Limits { get; init; } = new();

    public LogLimits Log { get; init; } = new();

    /// <summary>Keep its stdin open for <see cref="RunningContainer.AttachAsync"/>; otherwise it reads end of file.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>End its stdin when the client that fed it goes away (docker's StdinOnce).</summary>
    public bool StdinOnce { get; init; }

    /// <summary>A PID 1 of the shim's own before the command, which passes signals on and reaps orphans (docker's --init).</summary>
    public bool Init { get; init; }

    /// <summary>
    /// The shim stops the container when it has heard nothing (<see cref="RunningContainer.KeepAliveAsync"/>) for this long;
    /// null: never.
    /// </summary>
    public TimeSpan? StopAfterSilence { get; init; }

    /// <summary>The signal for that stop; KILL follows after <see cref="StopGrace"/>.</summary>
    public int StopSignal { get; init; } = 15;

    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound over /etc/hosts; null leaves the image's.</summary>
    public string? HostsContent { get; init; }

    /// <summary>Bound over /etc/resolv.conf; null leaves the image's.</summary>
    public string? ResolvContent { get; init; }

    /// <summary>For /etc/hostname, where <see cref="RuntimeSpec.Hostname"/> is not said because the UTS namespace is another's; null leaves the image's.</summary>
    public string? HostnameContent { get; init; }

    /// <summary>Another container, whose hosts, resolv.conf and hostname files this one shares, written to as well (it shares its network).</summary>
    public string? EtcOf { get; init; }

    internal string? NameInFiles => HostnameContent ?? Spec.Hostname;

    /// <summary>
    /// Give it a folder for a result: <c>FLEET_RESULT</c> is set to <see cref="ResultFiles.PathInside"/>, and
    /// <see cref="RunningContainer.ReadResult"/> reads what was written there.
    /// </summary>
    public bool Result { get; init; } = true;
}

/// <summary>One mount of the root file system, as Fleet.Images hands it over.</summary>
/// <param name="Type"><c>overlay</c>, <c>bind</c>, <c>btrfs</c>, ...</param>
/// <param name="Source">Device, folder, or a name.</param>
/// <param name="Target">Relative to the root: <c>/</c>.</param>
/// <param name="Options">As mount(8) has them.</param>
/// <param name="WorkingFolder">Folder to which relative names in the options refer (long lowerdir lists); null for none.</param>
public sealed record RootMount(string Type, string Source, string Target, IReadOnlyList<string> Options, string? WorkingFolder = null);

/// <summary>The group of a container: <c>PARENT/Job/Allocation</c>.</summary>
public sealed record CgroupPlace(string Job, string Allocation);

/// <summary>The log is at most <see cref="MaxFiles"/> files of about <see cref="MaxBytes"/> each; the oldest goes.</summary>
public sealed record LogLimits(long MaxBytes = 16 << 20, int MaxFiles = 3)
{
    /// <summary>False: what is written goes to who is attached, and nowhere else.</summary>
    public bool Kept { get; init; } = true;
}
