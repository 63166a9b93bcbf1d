namespace Fleet.Model.Validation;

internal static class LabelRules
{
    /// <summary>All labels of one object together, in characters: they travel with every listing.</summary>
    private const int MaxTotal = 64 * 1024;

    public static void Check(string path, IReadOnlyDictionary<string, string> labels, Faults faults)
    {
        foreach (string key in labels.Keys)
        {
            faults.Require(key.Length > 0, path, "a label has no name (write KEY: VALUE)");
        }

        long total = labels.Sum(label => (long)label.Key.Length + label.Value.Length);
        faults.Require(total <= MaxTotal, path, $"the labels have {total} characters (at most {MaxTotal})");
    }
}
