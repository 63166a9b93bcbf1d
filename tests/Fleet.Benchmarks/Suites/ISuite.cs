using System.Diagnostics;
using Fleet.Benchmarks.Figures;

namespace Fleet.Benchmarks.Suites;

/// <summary>One thing that is measured of Fleet and of its peers.</summary>
internal interface ISuite
{
    string Name { get; }

    /// <summary>For the help: what is measured, and what <see cref="Rounds"/> counts.</summary>
    string What { get; }

    int Rounds { get; }

    /// <summary>No further round is begun after this, unless the caller has said how many he wants.</summary>
    TimeSpan Budget => TimeSpan.FromMinutes(1);

    /// <summary>Measures; whatever it starts is gone when it returns or throws.</summary>
    /// <exception cref="IOException">Fleet itself could not be measured.</exception>
    Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel);
}

/// <param name="Rounds">How many the caller wants.</param>
/// <param name="Budget">Measured from the construction of this.</param>
/// <param name="Say">Tells the user a line about what is done.</param>
internal sealed record SuiteContext(int Rounds, TimeSpan Budget, Action<string> Say)
{
    private readonly long _from = Stopwatch.GetTimestamp();

    public bool IsOver => Stopwatch.GetElapsedTime(_from) > Budget;
}
