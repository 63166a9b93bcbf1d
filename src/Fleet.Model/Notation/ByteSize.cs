using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>
/// Sizes as docker and Compose write them: a number with an optional unit b, k, m, g, t or p (also kb, KiB, ...), each 1024
/// times the one before, in either case: <c>64m</c>, <c>1.5g</c>, <c>2GiB</c>, <c>512</c> (bytes).
/// </summary>
public static class ByteSize
{
    private const string Units = "bkmgtp";

    /// <summary>Reads a size in bytes, 0 or more; otherwise <paramref name="fault"/> says what is wrong and what to write.</summary>
    public static bool TryParse(string text, out long bytes, [NotNullWhen(false)] out string? fault)
    {
        bytes = 0;
        string trimmed = text.Trim();
        int digits = trimmed.AsSpan().IndexOfAnyExcept(Characters.Number);
        string number = digits < 0 ? trimmed : trimmed[..digits];
        string unit = digits < 0 ? "" : trimmed[digits..].TrimStart().ToLowerInvariant();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) || Power(unit) is not int power)
        {
            fault = $"'{text}' is not a size (write a number with b, k, m, g or t, such as 64m)";
            return false;
        }

        // At most 2^63 bytes; the factor is at most 2^50, so the product is checked before it can overflow a decimal.
        if (amount > long.MaxValue >> (10 * power))
        {
            fault = $"'{text}' is larger than 8 EiB";
            return false;
        }

        bytes = (long)(amount * (1L << (10 * power)));
        fault = null;
        return true;
    }

    /// <summary>The shortest exact form: <c>64m</c>, <c>1536k</c>, <c>1000</c>.</summary>
    public static string Format(long bytes)
    {
        int power = 0;
        while (bytes != 0 && bytes % 1024 == 0 && power < Units.Length - 1)
        {
            bytes /= 1024;
            power++;
        }

        string number = bytes.ToString(CultureInfo.InvariantCulture);
        return power == 0 ? number : number + Units[power];
    }

    private static int? Power(string unit)
    {
        if (unit.Length == 0)
        {
            return 0;
        }

        int power = Units.IndexOf(unit[0], StringComparison.Ordinal);
        bool known = power >= 0 && unit[1..] is "" or "b" or "ib" && unit != "bb" && unit != "bib";
        return known && power >= 0 ? power : null;
    }
}
