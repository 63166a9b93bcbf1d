using Fleet.Model;

namespace Fleet.JobFile.Tests;

/// <summary>A file called job.yaml (or .json) through the reader.</summary>
internal static class Read
{
    public static JobFileResult File(string text, FakeCaller? caller = null, string name = "job.yaml") =>
        JobFileReader.Read(name, text, caller ?? new FakeCaller());

    public static Job Good(string text, FakeCaller? caller = null, string name = "job.yaml")
    {
        JobFileResult result = File(text, caller, name);
        Assert.True(result.Errors.IsEmpty, string.Join('\n', result.Errors));
        return result.Job!;
    }

    /// <summary>A file with one service <c>web</c> whose keys are the lines.</summary>
    public static TaskGroup Service(string lines, FakeCaller? caller = null) => Good(InService(lines), caller).Groups[0];

    public static string[] Faults(string text, FakeCaller? caller = null, string name = "job.yaml")
    {
        JobFileResult result = File(text, caller, name);
        Assert.Null(result.Job);
        return [.. result.Errors.Select(error => error.ToString())];
    }

    public static string[] ServiceFaults(string lines, FakeCaller? caller = null) => Faults(InService(lines), caller);

    private static string InService(string lines) =>
        "services:\n  web:\n    image: web:1\n" + string.Concat(lines.Split('\n').Select(line => $"    {line}\n"));
}
