using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>The list format of cpuset(7): <c>0-3,7</c>.</summary>
public static class CpuList
{
    /// <summary>What is wrong with the list, or null.</summary>
    public static string? Fault(string list)
    {
        foreach (string part in list.Split(','))
        {
            string[] ends = part.Split('-');
            int last = 0;
            bool good = ends.Length <= 2
                && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last) && first <= last;
            if (!good)
            {
                return $"'{list}' is not a list of CPUs (write such as 0-3,7)";
            }
        }

        return null;
    }
}
