using System.Diagnostics;
using Fleet.Benchmarks.CommandLine;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Suites;

/// <summary>Runs suites one after the other; one that fails does not keep the others from running.</summary>
internal static class SuiteRun
{
    public static IReadOnlyList<ISuite> Suites { get; } = 
        [new StartSuite(), new RunSuite(), new ServiceSuite(), new MemorySuite(), new PullSuite(), new FailoverSuite(), new DensitySuite()];

    /// <returns>False where Fleet itself could not be measured.</returns>
    public static async Task<bool> AllAsync(Options options, Report report, CancellationToken cancel)
    {
        if (Installed.Fault() is { } fault)
        {
            report.Say(fault);
            return false;
        }

        bool whole = true;
        foreach (string name in options.Suites)
        {
            ISuite suite = Suites.Single(suite => suite.Name == name);
            long from = Stopwatch.GetTimestamp();
            try
            {
                IReadOnlyList<Row> rows = await suite.RunAsync(new SuiteContext(options.Rounds ?? suite.Rounds, options.Rounds is null ? suite.Budget : TimeSpan.MaxValue, report.Say), cancel);
                report.Add(rows);
                whole &= !rows.Any(row => row is { N: 0, Subject: Subject.Ours });
                report.Say($"{name} took {Stopwatch.GetElapsedTime(from).TotalSeconds:0} s");
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e) when (e is IOException or TimeoutException or OperationCanceledException)
            {
                report.Say($"{name} could not be measured: {e.Message}");
                report.Add([new Row { Suite = name, Measure = suite.What, Subject = Subject.Ours, Unit = "", N = 0, Note = e.Message }]);
                whole = false;
            }
        }

        return whole;
    }
}
