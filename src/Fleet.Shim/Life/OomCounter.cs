using System.Globalization;
using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>How many processes of the group the kernel has killed for lack of memory: the line <c>oom_kill N</c> of either version's file.</summary>
internal sealed class OomCounter(CgroupPlan plan)
{
    private readonly long _before = Read(plan.OomCounter);

    /// <summary>Since this object was made.</summary>
    internal long Since => Math.Max(0, Read(plan.OomCounter) - _before);

    internal static long Parse(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("oom_kill ", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private static long Read(string path) =>
        path.Length > 0 && KernelFile.TryRead(path, out _) is { } text ? Parse(Encoding.ASCII.GetString(text)) : 0;
}
