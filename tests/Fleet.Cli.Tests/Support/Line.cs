using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Tests.Support;

/// <summary>Runs a command line in this process and keeps what it said.</summary>
internal sealed record Line(int ExitCode, string Stdout, string Stderr)
{
    public static async Task<Line> RunAsync(IReadOnlyList<string> words, Dictionary<string, string>? environment = null)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        int code = await FleetProgram.RunAsync(words, new ProgramIo
        {
            Stdin = Stream.Null,
            Stdout = stdout,
            Stderr = stderr,
            Environment = name => environment?.GetValueOrDefault(name),
        });
        return new Line(code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));
    }
}
