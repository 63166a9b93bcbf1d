namespace Fleet.Node.Engine;

public sealed record ImageView
{
    /// <summary>Of the manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>NAME:TAG each; empty for one without a name.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Bytes of its layers as they came, compressed.</summary>
    public long Size { get; init; }

    public int Layers { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public string Architecture { get; init; } = "";

    public ImageSettings Settings { get; init; } = new();
}

/// <summary>What the image says of the containers made from it (image-spec config.md).</summary>
public sealed record ImageSettings
{
    public IReadOnlyList<string> Entrypoint { get; init; } = [];
    public IReadOnlyList<string> Cmd { get; init; } = [];
    public IReadOnlyList<string> Env { get; init; } = [];
    public string WorkingDir { get; init; } = "";
    public string User { get; init; } = "";
    public string StopSignal { get; init; } = "";
    public IReadOnlyList<string> Volumes { get; init; } = [];
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>How far an import or a pull is.</summary>
/// <param name="Image">The name that was asked for.</param>
/// <param name="Step"><c>resolving</c>, <c>downloading</c>, <c>verifying</c>, <c>unpacking</c>, <c>done</c>, <c>exists</c>.</param>
/// <param name="Item">A layer's digest, or empty for the whole.</param>
/// <param name="Total">Bytes; 0 when not known.</param>
public sealed record ImageProgress(string Image, string Step, string Item, long Done, long Total);
