namespace Fleet.Samples.Service;

/// <summary>What Fleet tells a task of itself.</summary>
internal sealed record TaskEnvironment(string Job, string Node, int Index, int Attempt, int Port, string? ResultFile)
{
    public static TaskEnvironment FromProcess() => new(
        Text("FLEET_JOB") ?? "none",
        Text("FLEET_NODE") ?? Environment.MachineName,
        Number("FLEET_INDEX", 0),
        Number("FLEET_ATTEMPT", 1),
        Number("FLEET_PORT_HTTP", 8080),
        Text("FLEET_RESULT"));

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name);

    private static int Number(string name, int otherwise) => int.TryParse(Text(name), out int value) ? value : otherwise;
}
