namespace Fleet.Protocol.Visiting;

/// <summary>
/// The visitor's side of a lease: it runs from the sending of the last heartbeat that was acknowledged. However long the
/// answer was under way, the door has renewed no earlier than that.
/// </summary>
public sealed class Lease(TimeProvider clock)
{
    private readonly SortedDictionary<long, long> _sent = [];    // heartbeats not yet acknowledged, and when they went
    private TimeSpan _length;
    private long _from;

    public bool IsLost => clock.GetElapsedTime(_from) >= _length;

    /// <summary>How long ago it ended; negative while it holds.</summary>
    public TimeSpan Over => clock.GetElapsedTime(_from) - _length;

    /// <param name="helloSent">Timestamp of the Hello that was welcomed.</param>
    public void Begin(TimeSpan length, long helloSent)
    {
        (_length, _from) = (length, helloSent);
        _sent.Clear();
    }

    public void Sent(long number) => _sent[number] = clock.GetTimestamp();

    /// <summary>False for a number that was never sent or is older than one acknowledged already.</summary>
    public bool Acknowledged(long number)
    {
        if (!_sent.TryGetValue(number, out long sent)) return false;
        foreach (long older in _sent.Keys.TakeWhile(key => key <= number).ToList()) _sent.Remove(older);
        _from = sent;
        return true;
    }
}
