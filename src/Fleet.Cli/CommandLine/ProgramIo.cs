using System.Text;

namespace Fleet.Cli.CommandLine;

/// <summary>What the program reads, writes and is told by whoever started it.</summary>
internal sealed class ProgramIo
{
    /// <summary>Bytes, unbuffered.</summary>
    public required Stream Stdin { get; init; }

    /// <inheritdoc cref="Stdin"/>
    public required Stream Stdout { get; init; }

    /// <inheritdoc cref="Stdin"/>
    public required Stream Stderr { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public bool StdoutIsTerminal { get; init; }

    public bool StderrIsTerminal { get; init; }

    public bool StdinIsTerminal { get; init; }

    public static ProgramIo OfProcess() => new()
    {
        Stdin = new InputStream(),
        Stdout = new OutputStream(1),
        Stderr = new OutputStream(2),
        Environment = System.Environment.GetEnvironmentVariable,
        StdoutIsTerminal = !Console.IsOutputRedirected,
        StderrIsTerminal = !Console.IsErrorRedirected,
        StdinIsTerminal = !Console.IsInputRedirected,
    };

    /// <summary>One line for a program or a person who asked for it.</summary>
    public void Print(string line) => Stdout.Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>One line that is not part of the answer: progress, warnings, errors.</summary>
    public void Say(string line)
    {
        try
        {
            Stderr.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (NoReaderException)
        {
            // Words that nobody hears do not end the work.
        }
    }
}
