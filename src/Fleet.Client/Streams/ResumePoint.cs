namespace Fleet.Client.Streams;

/// <summary>
/// Where a log was when its stream broke: the time of the last piece, and how many pieces of that very time were delivered. A
/// new stream from that time on repeats just those.
/// </summary>
internal sealed class ResumePoint
{
    private int _delivered;
    private int _toSkip;

    public DateTimeOffset? Last { get; private set; }

    /// <summary>A new stream begins at <see cref="Last"/>.</summary>
    public void Reopened() => _toSkip = _delivered;

    /// <summary>Whether the piece is new.</summary>
    public bool Takes(LogPiece piece)
    {
        if (_toSkip > 0 && piece.Time == Last)
        {
            _toSkip--;
            return false;
        }

        _toSkip = 0;
        _delivered = piece.Time == Last ? _delivered + 1 : 1;
        Last = piece.Time;
        return true;
    }
}
