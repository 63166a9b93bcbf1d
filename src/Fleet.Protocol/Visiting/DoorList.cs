using System.Collections.Immutable;

namespace Fleet.Protocol.Visiting;

/// <summary>
/// Whom to say Hello to next: where a redirect pointed, else the configured doors in turn. One that was silent is left out for a
/// while if there are others: where three control hosts are known, the dead one of them costs nobody a wait.
/// </summary>
public sealed class DoorList(ImmutableArray<string> configured, TimeProvider clock)
{
    private static readonly TimeSpan LeftOutFor = TimeSpan.FromSeconds(3);

    private readonly Queue<string> _redirected = [];
    private readonly Dictionary<string, long> _silent = [];
    private int _next;

    public string Next()
    {
        while (_redirected.TryDequeue(out string? door))
            if (!IsSilent(door)) return door;
        for (int tried = 0; tried < configured.Length; tried++)
        {
            string door = configured[_next++ % configured.Length];
            if (!IsSilent(door)) return door;
        }
        return configured[_next++ % configured.Length];
    }

    public void Redirect(ImmutableArray<string> doors)
    {
        _redirected.Clear();
        foreach (string door in doors) _redirected.Enqueue(door);
    }

    /// <summary>The door that opened a session is asked first when it ends.</summary>
    public void Prefer(string door)
    {
        _silent.Remove(door);
        _redirected.Clear();
        _redirected.Enqueue(door);
    }

    /// <summary>It did not answer, or its connection broke.</summary>
    public void LeaveOut(string door) => _silent[door] = clock.GetTimestamp();

    public override string ToString() => string.Join(", ", configured);

    private bool IsSilent(string door) => _silent.TryGetValue(door, out long since) && clock.GetElapsedTime(since) < LeftOutFor;
}
