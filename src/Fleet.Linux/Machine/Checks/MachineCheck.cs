namespace Fleet.Linux.Machine.Checks;

/// <summary>How well one ability of the machine is there.</summary>
public enum CheckState
{
    Ok,

    /// <summary>Fleet runs, with less than it could do.</summary>
    Limited,

    Missing,

    /// <summary>Could not be seen, mostly for want of root.</summary>
    Unknown,
}

/// <summary>One ability of kernel or machine, judged.</summary>
/// <param name="Group">What it belongs to: <c>kernel</c>, <c>cgroups</c>, <c>storage</c>, ...</param>
/// <param name="Name">Unique within the group.</param>
/// <param name="State">The judgement.</param>
/// <param name="Found">What was read or answered.</param>
/// <param name="Meaning">What Fleet needs it for.</param>
/// <param name="Cure">What to do about it; empty when it is <see cref="CheckState.Ok"/>.</param>
/// <param name="Needed">Fleet cannot run where it is <see cref="CheckState.Missing"/>.</param>
public sealed record MachineCheck(
    string Group, string Name, CheckState State, string Found, string Meaning, string Cure, bool Needed = false)
{
    /// <summary>Judges all that was read, in the order in which a reader looks for it.</summary>
    public static IReadOnlyList<MachineCheck> All(MachineReadings read) =>
    [
        .. KernelChecks.Of(read), .. NamespaceChecks.Of(read), .. CgroupChecks.Of(read.Cgroups, read), .. ProcessChecks.Of(read),
        .. HostChecks.Of(read), .. StorageChecks.Of(read.Storage),
    ];

    /// <summary>Whether nothing that Fleet needs is missing.</summary>
    public static bool CanRun(IEnumerable<MachineCheck> checks) =>
        !checks.Any(check => check is { Needed: true, State: CheckState.Missing });

    internal static MachineCheck Judge(
        string group, string name, CheckState state, string found, string meaning, string cure, bool needed = false) =>
        new(group, name, state, found, meaning, state == CheckState.Ok ? "" : cure, needed);
}
