namespace Fleet.Cli.Commands.Copy;

/// <summary>One end of a copy: a path of this host, one inside a container, or a stream of tar ("-").</summary>
/// <param name="Container">Empty for this host.</param>
internal sealed record CopyPlace(string Container, string Path)
{
    public bool IsStream => Container.Length == 0 && Path == "-";

    /// <summary>NAME:PATH; what begins with "/" or "." is a path of this host even with a colon in it, as docker reads it.</summary>
    public static CopyPlace Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || text[0] is '/' or '.' ? new("", text) : new(text[..colon], text[(colon + 1)..]);
    }
}
