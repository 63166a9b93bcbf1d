namespace Fleet.Protocol.Logging;

/// <summary>An argument of a log message that is a field of its own where the log is JSON; in the message it is its value.</summary>
/// <param name="Name"><c>allocation</c> or <c>job</c>.</param>
public sealed record LogField(string Name, string Value)
{
    public static LogField Allocation(object id) => new("allocation", id.ToString() ?? "");

    public static LogField Job(object name) => new("job", name.ToString() ?? "");

    public override string ToString() => Value;
}
