using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>A table: drawn by Spectre on a terminal, plain columns in a pipe.</summary>
internal static class Table
{
    public static void Write<T>(ProgramIo io, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns)
    {
        if (io.StdoutIsTerminal)
        {
            WriteTerminal(io.Stdout, rows, columns);
        }
        else
        {
            io.Stdout.Write(Encoding.UTF8.GetBytes(Plain([.. columns.Select(c => (c.Header, c.Right))], Cells(rows, columns))));
        }
    }

    internal static void WriteTerminal<T>(Stream to, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns) =>
        TerminalTable.Write(to, [.. columns.Select(c => (c.Header, c.Right))], Cells(rows, columns));

    private static string[][] Cells<T>(IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns) =>
        [.. rows.Select(row => columns.Select(c => Printable(c.Cell(row))).ToArray())];

    internal static string Plain(IReadOnlyList<(string Header, bool Right)> columns, string[][] cells)
    {
        int[] widths = [.. columns.Select((c, i) => cells.Select(row => row[i].Length).Append(c.Header.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] row in cells.Prepend([.. columns.Select(c => c.Header)]))
        {
            var line = new StringBuilder();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(i == 0 ? "" : "   ").Append(columns[i].Right ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    // What containers and images are called is not ours: nothing of it may steer a terminal.
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
