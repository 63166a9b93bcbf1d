namespace Fleet.Linux.Security;

/// <summary>What happens to a call: an action of seccomp(2), or a rule on its argument.</summary>
internal readonly record struct Verdict(uint Action, ArgumentRule? Rule = null)
{
    private const uint Allow = 0x7fff_0000, Errno = 0x0005_0000; // SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO

    internal static Verdict Allowed { get; } = new(Allow);

    internal static Verdict Refused { get; } = new(Errno | 1); // EPERM

    internal static Verdict NoSuchCall { get; } = new(Errno | 38); // ENOSYS
}
