using System.Collections.Immutable;
using System.Text.Json;

namespace Fleet.Api.Contracts.Roots;

/// <summary>What a running agent writes to <c>run/agent.json</c>.</summary>
public sealed record AgentRecord
{
    public required string Name { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    public required int Pid { get; init; }

    /// <summary>HOST:PORT of its cluster transport; empty without the role control.</summary>
    public string Address { get; init; } = "";

    /// <summary>HOST:PORT of its door; empty without the role control.</summary>
    public string Door { get; init; } = "";

    /// <summary>HOST:PORT of its HTTP server.</summary>
    public string Http { get; init; } = "";

    /// <summary>Folder of its control group below the hierarchy's root.</summary>
    public string Cgroup { get; init; } = "";

    public string Version { get; init; } = "";

    public bool IsControl => Roles.Contains("control");

    /// <summary>Whole or not at all: written beside and renamed.</summary>
    public void WriteTo(string path)
    {
        string beside = path + ".new";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.AgentRecord));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Null when there is none, or no readable one.</summary>
    public static AgentRecord? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ApiJson.Default.AgentRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
