using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>Signals by name, with or without SIG and in either case, or by number; the numbers of signal(7) for x86-64 and arm64.</summary>
public static class SignalText
{
    // Real-time signals as the C library shows them: glibc and musl keep 32 to 33 or 34 for themselves; SIGRTMIN is 34 for both.
    private const int RealTimeMin = 34;
    private const int RealTimeMax = 64;

    private static readonly string[] ByNumber =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Reads a signal's number, 1 to 64.</summary>
    public static bool TryParse(string text, out int number, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            fault = number is >= 1 and <= RealTimeMax ? null : $"signal {text} does not exist (1 to {RealTimeMax})";
            return fault is null;
        }

        string upper = text.ToUpperInvariant();
        string name = upper.StartsWith("SIG", StringComparison.Ordinal) ? upper[3..] : upper;
        number = Aliased(name) ?? RealTime(name) ?? Math.Max(0, Array.IndexOf(ByNumber, name));
        if (number == 0)
        {
            fault = $"'{text}' is not a signal" + Suggestion.DidYouMean(name, ByNumber.Skip(1));
        }

        return number > 0;
    }

    /// <summary>SIGTERM for 15, SIGRTMIN+3 for 37.</summary>
    public static string Name(int number) =>
        number > 0 && number < ByNumber.Length ? "SIG" + ByNumber[number]
        : number == RealTimeMin ? "SIGRTMIN"
        : number is > RealTimeMin and <= RealTimeMax ? $"SIGRTMIN+{number - RealTimeMin}"
        : $"signal {number}";

    private static int? Aliased(string name) => name switch
    {
        "IOT" => 6,
        "CLD" => 17,
        "POLL" => 29,
        _ => null,
    };

    private static int? RealTime(string name)
    {
        (int start, int sign) = name.StartsWith("RTMIN", StringComparison.Ordinal) ? (RealTimeMin, 1)
            : name.StartsWith("RTMAX", StringComparison.Ordinal) ? (RealTimeMax, -1) : (0, 0);
        if (sign == 0)
        {
            return null;
        }

        string rest = name[5..];
        if (rest.Length == 0)
        {
            return start;
        }

        bool signed = rest[0] == (sign > 0 ? '+' : '-');
        return signed && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int offset) && offset <= RealTimeMax - RealTimeMin
            ? start + (sign * offset) : null;
    }
}
