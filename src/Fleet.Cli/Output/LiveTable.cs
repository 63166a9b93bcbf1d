using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>A table that is drawn again and again at one place of the terminal; in a pipe, one after the other.</summary>
internal sealed class LiveTable<T>(ProgramIo io, IReadOnlyList<Column<T>> columns)
{
    private const int Beside = 3;    // lines beside the rows: the head, what tells of more, and the cursor's

    private bool _drawn;

    public void Draw(IReadOnlyList<T> rows)
    {
        if (!io.StdoutIsTerminal)
        {
            Table.Write(io, rows, columns);
            return;
        }

        int room = Math.Max(1, TerminalWindow.Size().Rows - Beside);
        using var buffer = new MemoryStream();
        Table.WriteTerminal(buffer, [.. rows.Take(room)], columns);
        string text = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        string cut = rows.Count > room ? $"... and {rows.Count - room} more\n" : "";

        // Over the last one, line by line, rather than on a cleared screen, which would flicker.
        string drawing = (_drawn ? "\e[H" : "\e[H\e[2J") + (text + cut).Replace("\n", "\e[K\n") + "\e[J";
        _drawn = true;
        io.Stdout.Write(Encoding.UTF8.GetBytes(drawing));
    }
}
