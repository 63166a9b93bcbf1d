using System.Globalization;

namespace Fleet.Node.Capacity;

/// <summary>Pressure stall information of the host, in percent of the last 10 s (kernel: accounting/psi); null without it.</summary>
internal static class NodePressure
{
    public static double? Read(string resource, string folder = "/proc/pressure")
    {
        try
        {
            // "some avg10=0.00 avg60=0.00 avg300=0.00 total=0"
            string first = File.ReadLines(Path.Combine(folder, resource)).First();
            string field = first.Split(' ').First(part => part.StartsWith("avg10=", StringComparison.Ordinal));
            return double.Parse(field.AsSpan(6), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;    // not built in, switched off by psi=0, or not to be read in this sandbox
        }
    }
}
