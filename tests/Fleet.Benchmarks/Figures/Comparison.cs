namespace Fleet.Benchmarks.Figures;

/// <summary>One thing measured of several subjects: the first of them is ours, the others its peers.</summary>
internal sealed class Comparison(string suite, string measure, string unit, params IReadOnlyList<string> subjects)
{
    private readonly Dictionary<string, List<double>> _values = subjects.ToDictionary(subject => subject, _ => new List<double>());
    private readonly Dictionary<string, string> _notes = [];

    public void Add(string subject, double value) => _values[subject].Add(value);

    /// <summary>Says how a subject was measured, or why it was not.</summary>
    public void Note(string subject, string note) => _notes[subject] = note;

    public bool Has(string subject) => _values[subject].Count > 0;

    /// <summary>Ours beside each peer, or alone where there is none; then the peers' own.</summary>
    public IEnumerable<Row> Rows()
    {
        string ours = subjects[0];
        if (subjects.Count == 1) yield return Of(ours);
        foreach (string peer in subjects.Skip(1))
        {
            yield return Of(ours) with { Peer = peer, Ratio = Has(ours) && Has(peer) ? Rounded(Statistics.Median(_values[ours]) / Statistics.Median(_values[peer])) : null };
        }

        foreach (string peer in subjects.Skip(1)) yield return Of(peer);
    }

    private Row Of(string subject)
    {
        List<double> values = _values[subject];
        return new Row
        {
            Suite = suite,
            Measure = measure,
            Subject = subject,
            Unit = unit,
            N = values.Count,
            Median = values.Count > 0 ? Rounded(Statistics.Median(values)) : null,
            P99 = values.Count > 0 ? Rounded(Statistics.P99(values)) : null,
            Note = _notes.GetValueOrDefault(subject, ""),
        };
    }

    /// <summary>To four digits that count: more would be noise.</summary>
    private static double Rounded(double value) =>
        value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
