using System.Globalization;
using System.Text;

namespace Fleet.Linux.Processes;

/// <summary>Where this process's argument strings lie (fields 48 and 49 of /proc/self/stat, proc(5)).</summary>
internal static class OwnArguments
{
    internal static (long Start, long Length) Find()
    {
        string stat = Encoding.Latin1.GetString(KernelFile.TryRead("/proc/self/stat", out _) ?? []);
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // The name in brackets is field 2, so the first of these is field 3.
        return fields.Length > 46
            && long.TryParse(fields[45], CultureInfo.InvariantCulture, out long start)
            && long.TryParse(fields[46], CultureInfo.InvariantCulture, out long end)
            ? (start, end - start)
            : (0, 0);
    }
}
