using System.Collections.Immutable;

namespace Fleet.Protocol.Visiting;

/// <summary>Whom to say Hello to next: where a redirect pointed, else the configured doors in turn.</summary>
public sealed class DoorList(ImmutableArray<string> configured)
{
    private readonly Queue<string> _redirected = [];
    private int _next;

    public string Next() =>
        _redirected.TryDequeue(out string? door) ? door : configured[_next++ % configured.Length];

    public void Redirect(ImmutableArray<string> doors)
    {
        _redirected.Clear();
        foreach (string door in doors) _redirected.Enqueue(door);
    }

    /// <summary>The door that opened a session is asked first when it ends.</summary>
    public void Prefer(string door)
    {
        _redirected.Clear();
        _redirected.Enqueue(door);
    }

    public override string ToString() => string.Join(", ", configured);
}
