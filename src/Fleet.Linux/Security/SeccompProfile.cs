namespace Fleet.Linux.Security;

/// <summary>A filter in words: what rules say, and for all other calls an action (a value of SECCOMP_RET_*, seccomp(2)).</summary>
/// <param name="Architectures">libseccomp's names; programs of an architecture that is not among them are killed at their first call.</param>
public sealed record SeccompProfile(uint DefaultAction, IReadOnlyList<string> Architectures, IReadOnlyList<SeccompRule> Rules);

/// <summary>What happens to a call when all tests of its arguments hold; none: always.</summary>
public sealed record SeccompRule(string Call, uint Action, IReadOnlyList<ArgumentTest> Tests);

/// <summary>One argument, as an unsigned number of 64 bits, compared. For <see cref="ArgumentOperator.MaskedEqual"/>
/// <paramref name="Value"/> is the mask and <paramref name="Second"/> what the masked argument must be.</summary>
public readonly record struct ArgumentTest(int Argument, ArgumentOperator Operator, ulong Value, ulong Second = 0)
{
    private static readonly string[] Names = ["SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ"];

    /// <summary>libseccomp's names.</summary>
    public static bool TryParse(string name, out ArgumentOperator op)
    {
        int index = Array.IndexOf(Names, name);
        op = (ArgumentOperator)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>In the order of libseccomp's enum scmp_compare.</summary>
public enum ArgumentOperator
{
    NotEqual,
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
    MaskedEqual,
}

/// <summary>Actions by libseccomp's names (linux/seccomp.h).</summary>
public static class SeccompAction
{
    public const uint KillThread = 0, KillProcess = 0x8000_0000, Trap = 0x0003_0000, Errno = 0x0005_0000, Trace = 0x7ff0_0000, Log = 0x7ffc_0000, Allow = 0x7fff_0000;

    /// <param name="takesNumber">Its low 16 bits are a number: an errno, or what a tracer is told.</param>
    public static bool TryParse(string name, out uint action, out bool takesNumber)
    {
        takesNumber = name is "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE";
        (bool known, action) = name switch
        {
            "SCMP_ACT_ALLOW" => (true, Allow),
            "SCMP_ACT_ERRNO" => (true, Errno),
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => (true, KillThread),
            "SCMP_ACT_KILL_PROCESS" => (true, KillProcess),
            "SCMP_ACT_TRAP" => (true, Trap),
            "SCMP_ACT_TRACE" => (true, Trace),
            "SCMP_ACT_LOG" => (true, Log),
            _ => (false, KillProcess),
        };
        return known;
    }
}
