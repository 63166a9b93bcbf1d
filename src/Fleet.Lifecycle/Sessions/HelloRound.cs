namespace Fleet.Lifecycle.Sessions;

/// <summary>Which door is asked next, and how long to wait before it.</summary>
internal sealed class HelloRound(VisitorOptions options, Func<double> jitter)
{
    private const int MostHops = 3;

    private int _next;
    private int _tried;
    private int _hops;
    private TimeSpan _pause = options.FirstPause;

    public string Next()
    {
        _hops = 0;
        _tried++;
        return options.Doors[_next++ % options.Doors.Count];
    }

    public bool MayFollow() => ++_hops <= MostHops;

    /// <summary>After a failed try: none until every door was asked, then longer and longer.</summary>
    public TimeSpan Pause()
    {
        if (_tried < options.Doors.Count) return TimeSpan.Zero;
        _tried = 0;
        var pause = _pause * (0.5 + jitter());
        _pause = _pause + _pause < options.MaxPause ? _pause + _pause : options.MaxPause;
        return pause;
    }

    /// <summary>Welcomed: the same door is asked first the next time.</summary>
    public void Reset()
    {
        (_tried, _hops, _pause) = (0, 0, options.FirstPause);
        if (_next > 0) _next--;
    }
}
