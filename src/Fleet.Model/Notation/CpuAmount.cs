using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>CPU in cores, to a thousandth: <c>0.5</c>, <c>2</c>, <c>1.25</c>.</summary>
public static class CpuAmount
{
    /// <summary>Reads an amount in thousandths of a core, 0 or more; what is finer is cut off.</summary>
    public static bool TryParse(string text, out long milliCpu, [NotNullWhen(false)] out string? fault)
    {
        milliCpu = 0;
        fault = null;
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (!decimal.TryParse(text, style, CultureInfo.InvariantCulture, out decimal cores))
        {
            fault = $"'{text}' is not a number of cores (write such as 0.5 or 2)";
            return false;
        }

        if (cores > 1_000_000)
        {
            fault = $"'{text}' cores are more than any node has";
            return false;
        }

        milliCpu = (long)(cores * 1000);
        if (milliCpu == 0 && cores > 0)
        {
            fault = $"{text} cores are too few: the least is 0.01";
            return false;
        }

        return true;
    }

    public static string Format(long milliCpu) => (milliCpu / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
