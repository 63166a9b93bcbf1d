using Spectre.Console;

namespace Fleet.Cli.Output;

/// <summary>A table on a terminal: headings in bold, states in colours, cut to the window's width.</summary>
internal static class TerminalTable
{
    private static readonly Dictionary<string, string> Colours = new()
    {
        ["running"] = "green",
        ["ready"] = "green",
        ["complete"] = "green",
        ["failed"] = "red",
        ["disconnected"] = "red",
        ["pending"] = "yellow",
        ["preparing"] = "yellow",
    };

    public static void Write(Stream to, IReadOnlyList<(string Header, bool Right)> columns, string[][] cells)
    {
        var table = new Spectre.Console.Table { Border = TableBorder.None };
        foreach (var (header, right) in columns)
        {
            var column = new TableColumn(new Markup($"[bold]{Markup.Escape(header)}[/]")) { NoWrap = true, Padding = new Padding(0, 0, 3, 0) };
            table.AddColumn(right ? column.RightAligned() : column);
        }

        foreach (string[] row in cells)
        {
            table.AddRow(row.Select(cell => new Markup(
                Colours.TryGetValue(cell, out string? colour) ? $"[{colour}]{Markup.Escape(cell)}[/]" : Markup.Escape(cell)) { Overflow = Overflow.Ellipsis }));
        }

        using var writer = new StreamWriter(to, leaveOpen: true);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Window(writer), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.No });
        console.Write(table);
    }

    // Spectre's own would ask the runtime's Console, which switches the terminal's modes first.
    private sealed class Window(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width { get; } = TerminalWindow.Size().Columns;

        public int Height { get; } = TerminalWindow.Size().Rows;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
