using System.Collections;
using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>A set of CPU (or memory node) numbers in the kernel's list notation: <c>0-2,7</c> (cpuset(7), "List format").</summary>
public sealed class CpuSet : IEquatable<CpuSet>, IEnumerable<int>
{
    /// <summary>The highest number that is believed; a kernel has at most 8192 CPUs.</summary>
    private const int Highest = 65535;

    private readonly SortedSet<int> _numbers;

    private CpuSet(SortedSet<int> numbers) => _numbers = numbers;

    public int Count => _numbers.Count;

    /// <summary>Reads a list; false for what the kernel would not take either.</summary>
    public static bool TryParse(string text, out CpuSet set)
    {
        var numbers = new SortedSet<int>();
        set = new CpuSet(numbers);
        foreach (string part in text.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out int first) || !Number(ends[^1], out int last) || last < first)
            {
                return false;
            }

            for (int cpu = first; cpu <= last; cpu++)
            {
                numbers.Add(cpu);
            }
        }

        return true;
    }

    /// <exception cref="FormatException">Not a list of numbers and ranges.</exception>
    public static CpuSet Parse(string text) =>
        TryParse(text, out CpuSet set) ? set : throw new FormatException($"'{text}' is not a list of CPUs such as 0-2,7");

    /// <summary>The CPUs 0 to <paramref name="count"/> - 1.</summary>
    public static CpuSet First(int count) => new([.. Enumerable.Range(0, count)]);

    public bool Contains(int number) => _numbers.Contains(number);

    public bool IsSubsetOf(CpuSet other) => _numbers.IsSubsetOf(other._numbers);

    public CpuSet Intersect(CpuSet other) => new([.. _numbers.Where(other.Contains)]);

    public bool Equals(CpuSet? other) => other is not null && _numbers.SetEquals(other._numbers);

    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    public override int GetHashCode() => _numbers.Aggregate(17, (hash, number) => hash * 31 + number);

    public IEnumerator<int> GetEnumerator() => _numbers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        var parts = new List<string>();
        int? start = null, end = null;
        foreach (int number in _numbers)
        {
            if (end is { } e && number == e + 1)
            {
                end = number;
                continue;
            }

            Flush();
            start = end = number;
        }

        Flush();
        return string.Join(',', parts);

        void Flush()
        {
            if (start is { } s && end is { } e)
            {
                parts.Add(s == e ? $"{s}" : $"{s}-{e}");
            }
        }
    }

    private static bool Number(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Highest;
}
