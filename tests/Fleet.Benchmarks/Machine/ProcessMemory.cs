using System.Globalization;

namespace Fleet.Benchmarks.Machine;

/// <summary>What processes weigh: their proportional set size, in which a page that several map counts for each in part (proc_pid_smaps(5)).</summary>
internal static class ProcessMemory
{
    /// <returns>Bytes; 0 for a process that has ended.</returns>
    public static long PssOf(int pid)
    {
        try
        {
            string line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The processes whose program is so named and whose command line holds <paramref name="part"/>.</summary>
    public static IReadOnlyList<int> Find(string name, string part)
    {
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            try
            {
                string[] words = File.ReadAllText($"{folder}/cmdline").Split('\0');
                if (Path.GetFileName(words[0]) == name && words.Any(word => word.Contains(part, StringComparison.Ordinal))) found.Add(pid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }
}
