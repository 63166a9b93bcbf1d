using Akka.Actor;
using Akka.Event;

namespace Fleet.Protocol.Logging;

/// <summary>Akka's log on standard error, one line an event: standard output belongs to the program.</summary>
public sealed class StderrLogger : ReceiveActor
{
    public StderrLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Write);
    }

    private static void Write(LogEvent happened)
    {
        // Akka leaves it to each logger to ask its filters (QuietTransport).
        if (IsChatter(happened) || !Context.System.Settings.LogFilter.ShouldTryKeepMessage(happened, out _)) return;
        var line = new LogLine(happened.Timestamp, Level(happened), happened.LogSource, Text(happened))
        {
            Fields = happened.Message is LogMessage message ? [.. message.Parameters().OfType<LogField>()] : [],
            Exception = happened.Cause,
        };
        Console.Error.WriteLine(LogLine.AsJson ? line.Json() : line.Text());
    }

    // Akka puts the stack of a broken connection into its message: what is wrong stands before it.
    private static string Text(LogEvent happened)
    {
        string text = happened.Message?.ToString() ?? "";
        return IsAkkas(happened) ? text.Split('\n', 2)[0] : text;
    }

    private static bool IsAkkas(LogEvent happened) => (happened.LogClass.Namespace ?? "").StartsWith("Akka", StringComparison.Ordinal);

    // Akka tells every step of its transports, its singleton and its shutdown as news; of those only what is wrong is.
    private static bool IsChatter(LogEvent happened) =>
        happened.LogLevel() <= LogLevel.InfoLevel && IsAkkas(happened);

    private static string Level(LogEvent happened) => happened.LogLevel() switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warn",
        LogLevel.InfoLevel => "info",
        _ => "debug",
    };
}
