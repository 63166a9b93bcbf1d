using Fleet.Benchmarks.Suites;

namespace Fleet.Benchmarks.CommandLine;

internal static class Help
{
    public const string Usage = "usage: dotnet run -c Release --project tests/Fleet.Benchmarks -- SUITE... [--json FILE] [--rounds N]";

    public static string Text => $"""
        {Usage}

        Measures Fleet (as './fleet build' made it, or FLEET_DIST) and its peers in the same run, taking turns. Takes root.
        A peer that is missing is installed from Debian's packages, which is said; where that fails, its row says why.

        Suites:
        {string.Join('\n', SuiteRun.Suites.Select(suite => $"  {suite.Name,-10}{suite.What} (default: {suite.Rounds})"))}
          all       all of them, in this order

        Options:
          --json FILE   also write the rows: an array of suite, measure, subject, unit, n, median, p99, peer, ratio
          --rounds N    so many rounds, or containers, of each suite, however long that takes, instead of its default within its time
          --help

        Exit code: 0, 1 where Fleet itself could not be measured, 125 for a wrong command line, 130 after Ctrl-C (all is taken down).
        """;
}
