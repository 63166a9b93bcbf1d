namespace Fleet.Api.Contracts.Json;

/// <summary>CPU: cores outside, thousandths of a core inside.</summary>
internal static class Cores
{
    // Division by 1.000 drops trailing zeros: 500 gives 0.5, 2000 gives 2.
    public static decimal FromMilli(long milli) => milli / 1000m / 1.000m;

    public static long ToMilli(decimal cores) => (long)decimal.Round(cores * 1000m);
}
