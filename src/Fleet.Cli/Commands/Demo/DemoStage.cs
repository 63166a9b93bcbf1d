using System.Diagnostics;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Demo;

/// <summary>What the spectator sees: steps with the time they took, bright on a terminal and plain in a pipe.</summary>
internal sealed class DemoStage(ProgramIo io)
{
    private readonly List<(string What, TimeSpan Took)> _times = [];
    private int _step;

    /// <summary>Announces a step, runs it, remembers how long it took.</summary>
    public async Task<T> StepAsync<T>(string title, string measure, Func<Task<T>> work)
    {
        io.Print("");
        io.Print(Bright($"{++_step}. {title}"));
        long from = Stopwatch.GetTimestamp();
        var result = await work();
        Remember(measure, Stopwatch.GetElapsedTime(from));
        return result;
    }

    public void Remember(string what, TimeSpan took) => _times.Add((what, took));

    public void Say(string line) => io.Print("   " + line);

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [head, .. rows];
        int[] widths = [.. Enumerable.Range(0, head.Count).Select(column => all.Max(row => row[column].Length))];
        for (int i = 0; i < all.Length; i++)
        {
            string line = string.Join("  ", all[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            Say(i == 0 ? Dim(line) : line);
        }
    }

    public void Summary()
    {
        io.Print("");
        io.Print(Bright("Measured"));
        foreach (var (what, took) in _times) Say($"{what,-58} {took.TotalSeconds,7:F2} s");
    }

    private string Bright(string text) => io.StdoutIsTerminal ? $"\e[1m{text}\e[0m" : text;

    private string Dim(string text) => io.StdoutIsTerminal ? $"\e[2m{text}\e[0m" : text;
}
