using System.Globalization;

namespace Fleet.Scheduling.Explain;

/// <summary>Amounts in words for people.</summary>
public static class Amounts
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>512 MiB, 1.5 GiB: at most one decimal.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 0) return "-" + Bytes(-bytes);
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }
        return $"{Rounded(amount)} {Units[unit]}";
    }

    /// <summary>2 cores, 1 core, 0.25 cores.</summary>
    public static string Cores(long milliCpu) =>
        milliCpu == 1000 ? "1 core" : (milliCpu / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + " cores";

    public static string Nodes(int count) => count == 1 ? "1 node" : $"{count} nodes";

    private static string Rounded(double amount) => amount.ToString("0.#", CultureInfo.InvariantCulture);
}
