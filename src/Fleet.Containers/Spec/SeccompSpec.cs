namespace Fleet.Containers.Spec;

/// <summary>
/// A filter of system calls: the specification's <c>linux.seccomp</c>, and docker's profile files, which say more (moby
/// profiles/seccomp): <see cref="ArchMap"/> for the machines, and rules that hold for some capabilities, machines or kernels only.
/// </summary>
public sealed record SeccompSpec
{
    /// <summary>Asks for Fleet's own filter, which follows the container's capabilities: an action, and not a single rule.</summary>
    public static SeccompSpec Default { get; } = new() { DefaultAction = "SCMP_ACT_ERRNO" };

    /// <summary><c>SCMP_ACT_ERRNO</c>, <c>SCMP_ACT_ALLOW</c>, ... for calls that no rule speaks of.</summary>
    public string DefaultAction { get; init => field = value ?? ""; } = "";

    public uint? DefaultErrnoRet { get; init; }

    /// <summary><c>SCMP_ARCH_X86_64</c> and so on.</summary>
    public IReadOnlyList<string> Architectures { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ArchitectureSpec> ArchMap { get; init => field = value ?? []; } = [];

    /// <summary><c>SECCOMP_FILTER_FLAG_*</c>: they change what is logged and how fast it is, not what is allowed, and are not taken.</summary>
    public IReadOnlyList<string> Flags { get; init => field = value ?? []; } = [];

    public IReadOnlyList<SyscallSpec> Syscalls { get; init => field = value ?? []; } = [];
}

public sealed record ArchitectureSpec
{
    public string Architecture { get; init => field = value ?? ""; } = "";
    public IReadOnlyList<string> SubArchitectures { get; init => field = value ?? []; } = [];
}

/// <summary>One rule for some calls: what to do when all of <see cref="Args"/> hold.</summary>
public sealed record SyscallSpec
{
    public IReadOnlyList<string> Names { get; init => field = value ?? []; } = [];

    /// <summary>Older profiles have one name a rule.</summary>
    public string? Name { get; init; }

    public string Action { get; init => field = value ?? ""; } = "";
    public uint? ErrnoRet { get; init; }
    public IReadOnlyList<SyscallArgSpec> Args { get; init => field = value ?? []; } = [];

    /// <summary>Docker's: where the rule holds alone.</summary>
    public SyscallFilterSpec Includes { get; init => field = value ?? new(); } = new();

    /// <summary>Docker's: where it does not.</summary>
    public SyscallFilterSpec Excludes { get; init => field = value ?? new(); } = new();
}

/// <summary>Argument <see cref="Index"/> (0 to 5) compared with <see cref="Value"/>; for <c>SCMP_CMP_MASKED_EQ</c> that is the mask.</summary>
public sealed record SyscallArgSpec
{
    public uint Index { get; init; }
    public ulong Value { get; init; }
    public ulong ValueTwo { get; init; }
    public string Op { get; init => field = value ?? ""; } = "";
}

public sealed record SyscallFilterSpec
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Caps { get; init => field = value ?? []; } = [];

    /// <summary>One of them, in Go's words: <c>amd64</c>, <c>arm64</c>.</summary>
    public IReadOnlyList<string> Arches { get; init => field = value ?? []; } = [];

    /// <summary>This version (<c>4.8</c>) or a later one.</summary>
    public string? MinKernel { get; init; }
}
