namespace Fleet.Shim.Protocol;

/// <summary>A process of the container: its first, or one that <c>exec</c> adds.</summary>
public sealed record ProcessPlan
{
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary><c>NAME=value</c>, complete and without duplicates. HOME is added from the root's passwd when it is missing; PATH decides where Args[0] is looked for.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Made (0755 root) when missing.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary><c>user[:group]</c>, each a number or a name of the root's own /etc/passwd and /etc/group; empty is root.</summary>
    public string User { get; init; } = "";

    public IReadOnlyList<uint> AdditionalGroups { get; init; } = [];

    /// <summary>Further ones by name, looked up in the root's own /etc/group.</summary>
    public IReadOnlyList<string> NamedGroups { get; init; } = [];

    /// <summary>File mode mask, as umask(2).</summary>
    public ushort Umask { get; init; } = 0x12;

    public bool Terminal { get; init; }

    public ushort Rows { get; init; }

    public ushort Columns { get; init; }

    /// <summary>Standard input is a pipe (or the terminal), open until a client ends it; else it is /dev/null.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>End the process's input when the client that fed it goes away.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>What uid 0 gets.</summary>
    public CapabilityPlan Capabilities { get; init; } = CapabilityPlan.Default;

    /// <summary>What every other uid gets; docker's rule (the bounding set alone) is <see cref="CapabilityPlan.BoundingOnly"/>.</summary>
    public CapabilityPlan UnprivilegedCapabilities { get; init; } = CapabilityPlan.Default.BoundingOnly();

    public bool NoNewPrivileges { get; init; }

    public IReadOnlyList<RlimitPlan> Rlimits { get; init; } = [];

    /// <summary>-1000 to 1000, or null to keep the shim's.</summary>
    public int? OomScoreAdjust { get; init; }
}

/// <summary>The five sets of capabilities(7), a bit per capability.</summary>
public sealed record CapabilityPlan(ulong Bounding, ulong Effective, ulong Permitted, ulong Inheritable, ulong Ambient)
{
    /// <summary>Docker's default: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod, audit_write, setfcap.</summary>
    public const ulong DefaultMask = 0xa80425fb;

    public static CapabilityPlan Default { get; } = Of(DefaultMask);

    /// <summary>Bounding, effective and permitted alike; nothing inheritable or ambient.</summary>
    public static CapabilityPlan Of(ulong mask) => new(mask, mask, mask, 0, 0);

    public CapabilityPlan BoundingOnly() => new(Bounding, 0, 0, 0, 0);
}

/// <summary>A limit of setrlimit(2): the number of RLIMIT_*, soft and hard value; <see cref="ulong.MaxValue"/> is unlimited.</summary>
public readonly record struct RlimitPlan(int Resource, ulong Soft, ulong Hard);
