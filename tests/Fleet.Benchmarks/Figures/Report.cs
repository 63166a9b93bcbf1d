using System.Globalization;

namespace Fleet.Benchmarks.Figures;

/// <summary>Prints each suite's rows as soon as they are there, and keeps them.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    public void Say(string line) => output.WriteLine(line);

    public void Add(IReadOnlyList<Row> rows)
    {
        _rows.AddRange(rows);
        string[][] lines = [["suite", "measure", "subject", "unit", "n", "median", "p99", "peer", "ratio"], .. rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        output.WriteLine();
        foreach (string[] line in lines) output.WriteLine(string.Join("  ", line.Select((cell, column) => Aligned(cell, widths[column], column))).TrimEnd());
        foreach (var note in rows.Where(row => row.Note.Length > 0).Select(row => $"  {row.Subject}, {row.Measure}: {row.Note}").Distinct()) output.WriteLine(note);
        output.WriteLine();
        output.Flush();
    }

    private static string[] Cells(Row row) =>
        [row.Suite, row.Measure, row.Subject, row.Unit, row.N == 0 ? "-" : Text(row.N), Text(row.Median), Text(row.P99), row.Peer ?? "-", Text(row.Ratio)];

    private static string Text(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";

    // Figures end under each other, words begin so.
    private static string Aligned(string cell, int width, int column) => column is >= 4 and <= 6 or 8 ? cell.PadLeft(width) : cell.PadRight(width);
}
