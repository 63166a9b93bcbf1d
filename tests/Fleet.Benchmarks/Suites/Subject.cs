using Fleet.Benchmarks.Figures;

namespace Fleet.Benchmarks.Suites;

/// <summary>Somebody who is measured: one call of <see cref="MeasureAsync"/> is one measurement, in the comparison's unit.</summary>
internal sealed record Subject(string Name, Func<CancellationToken, Task<double>> MeasureAsync)
{
    public const string Ours = "fleet";

    /// <summary>Why it cannot be measured here; null where it can.</summary>
    public string? Missing { get; init; }

    /// <summary>How it is measured, where that is not plain.</summary>
    public string Note { get; init; } = "";

    public static Subject Absent(string name, string why) => new(name, _ => throw new InvalidOperationException(why)) { Missing = why };

    public static Subject Of(string name, Func<double> measure) => new(name, cancel => Task.Run(measure, cancel));
}

internal static class Turns
{
    /// <summary>
    /// Measures all subjects in each round, beginning with another one each time, after one round that does not count. One that
    /// fails is out, with its reason, and the others go on.
    /// </summary>
    public static async Task<Comparison> TakeAsync(
        string suite, string measure, string unit, SuiteContext context, IReadOnlyList<Subject> subjects, CancellationToken cancel)
    {
        var comparison = new Comparison(suite, measure, unit, [.. subjects.Select(subject => subject.Name)]);
        foreach (Subject subject in subjects) comparison.Note(subject.Name, subject.Missing ?? subject.Note);
        var taking = subjects.Where(subject => subject.Missing is null).ToList();
        for (int round = 0; round <= context.Rounds && !(round > 1 && context.IsOver); round++)
        {
            foreach (Subject subject in taking.Skip(round % Math.Max(1, taking.Count)).Concat(taking.Take(round % Math.Max(1, taking.Count))).ToArray())
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    double value = await subject.MeasureAsync(cancel);
                    if (round > 0) comparison.Add(subject.Name, value);
                }
                catch (Exception e) when (e is IOException or TimeoutException)
                {
                    comparison.Note(subject.Name, e.Message);
                    taking.Remove(subject);
                }
            }
        }

        return comparison;
    }
}
