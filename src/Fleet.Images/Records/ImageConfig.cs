using System.Collections.Immutable;

namespace Fleet.Images.Records;

/// <summary>What the image says about running it (image-spec config.md, "config"); all of it may be missing.</summary>
public sealed record ImageConfig
{
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    public ImmutableArray<string> Cmd { get; init; } = [];

    /// <summary>NAME=VALUE, each name once (the last one wins); entries without a name or without "=" are dropped.</summary>
    public ImmutableArray<string> Env { get; init; } = [];

    /// <summary>Empty for "/".</summary>
    public string WorkingDir { get; init; } = "";

    /// <summary>USER[:GROUP] by name or number, to be resolved in the image's own files; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>A signal's name or number; empty for SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>Folders that get an anonymous volume.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>PORT[/PROTOCOL]; says what the image listens on and opens nothing.</summary>
    public ImmutableArray<string> ExposedPorts { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
