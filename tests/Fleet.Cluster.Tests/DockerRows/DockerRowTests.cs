using System.Collections.Concurrent;

namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>The same command lines given to docker and to Fleet: the same output and exit code, or a difference that is listed with its reason.</summary>
public sealed class DockerRowTests(BothEngines engines) : IClassFixture<BothEngines>
{
    private const int AtOnce = 4;

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<Row>> Rows = RowFile.Read(Path.Combine(AppContext.BaseDirectory, "DockerRows", "rows.txt"));

    public static TheoryData<string> Sections => [.. Rows.Keys];

    [SkippableTheory, MemberData(nameof(Sections))]
    public void Docker_and_fleet_do_the_same(string section)
    {
        engines.Ready();
        var faults = new ConcurrentBag<string>();
        Parallel.ForEach(Rows[section], new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, row =>
        {
            if (engines.Fault(row) is { } fault) faults.Add(fault);
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    [Fact]
    public void There_are_many_rows_and_no_row_twice()
    {
        var lines = Rows.Values.SelectMany(rows => rows).Select(row => row.Line).ToList();
        Assert.True(lines.Count >= 120, $"{lines.Count} rows");
        Assert.Equal(lines.Count, lines.Distinct().Count());
    }
}
