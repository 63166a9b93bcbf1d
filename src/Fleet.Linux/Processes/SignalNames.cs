using System.Globalization;

namespace Fleet.Linux.Processes;

/// <summary>Signals by the names that users write (signal(7); the numbers are those of x86-64 and arm64 alike).</summary>
public static class SignalNames
{
    public const int Kill = 9;
    public const int Terminate = 15;

    // The kernel's first real-time signals, 32 and 33, belong to the C library; SIGRTMIN is what programs see.
    private const int RealTimeMin = 34;
    private const int RealTimeMax = 64;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Reads <c>TERM</c>, <c>SIGTERM</c>, <c>sigterm</c>, <c>15</c>, <c>SIGRTMIN+3</c>, <c>RTMAX-2</c>.</summary>
    public static bool TryParse(string text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal)) return signal is >= 1 and <= RealTimeMax;

        string name = text.ToUpperInvariant();
        if (name.StartsWith("SIG", StringComparison.Ordinal)) name = name[3..];
        signal = name switch
        {
            "" => -1,
            "CLD" => 17,
            "IOT" => 6,
            "POLL" => 29,
            "RTMIN" => RealTimeMin,
            "RTMAX" => RealTimeMax,
            _ when name.StartsWith("RTMIN+", StringComparison.Ordinal) => RealTimeMin + Offset(name),
            _ when name.StartsWith("RTMAX-", StringComparison.Ordinal) => RealTimeMax - Offset(name),
            _ => Array.IndexOf(Names, name),
        };
        return signal is > 0 and <= RealTimeMax && (signal < Names.Length || signal >= RealTimeMin);
    }

    /// <summary><c>SIGTERM</c>, <c>SIGRTMIN+3</c>.</summary>
    public static string NameOf(int signal) =>
        signal is > 0 && signal < Names.Length ? "SIG" + Names[signal]
        : signal == RealTimeMin ? "SIGRTMIN"
        : signal is > RealTimeMin and <= RealTimeMax ? $"SIGRTMIN+{signal - RealTimeMin}"
        : $"signal {signal}";

    private static int Offset(string name) =>
        int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
        && offset <= RealTimeMax - RealTimeMin ? offset : 1000;
}
