namespace Fleet.Containers.Plan;

/// <summary>Environments as lists of <c>NAME=value</c>.</summary>
internal static class Environments
{
    /// <summary>
    /// The later of two with one name counts, at the place of the earlier. A word without <c>=</c> or without a name is left out:
    /// images have them, and no program can ask for them.
    /// </summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> under, IReadOnlyList<string> over)
    {
        var places = new Dictionary<string, int>();
        var merged = new List<string>();
        foreach (string entry in under.Concat(over))
        {
            int equals = entry.IndexOf('=');
            if (equals <= 0)
            {
                continue;
            }

            string name = entry[..equals];
            if (places.TryGetValue(name, out int place))
            {
                merged[place] = entry;
            }
            else
            {
                places[name] = merged.Count;
                merged.Add(entry);
            }
        }

        return merged;
    }
}
