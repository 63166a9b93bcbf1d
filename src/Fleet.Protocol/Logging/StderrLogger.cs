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
        string cause = happened.Cause is { } error ? $": {error.GetBaseException().Message}" : "";
        Console.Error.WriteLine(
            $"{happened.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level(happened)} {happened.LogSource}: {happened.Message}{cause}");
    }

    private static string Level(LogEvent happened) => happened.LogLevel() switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warn",
        LogLevel.InfoLevel => "info",
        _ => "debug",
    };
}
