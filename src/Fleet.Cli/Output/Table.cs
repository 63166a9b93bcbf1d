using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>A table: drawn by Spectre on a terminal, plain columns in a pipe.</summary>
internal static class Table
{
    public static void Write<T>(ProgramIo io, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns)
    {
        string[][] cells = [.. rows.Select(row => columns.Select(c => Printable(c.Cell(row))).ToArray())];
        if (io.StdoutIsTerminal)
        {
            TerminalTable.Write(io.Stdout, [.. columns.Select(c => (c.Header, c.Right))], cells);
        }
        else
        {
            io.Stdout.Write(Encoding.UTF8.GetBytes(Plain([.. columns.Select(c => (c.Header, c.Right))], cells)));
        }
    }

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
