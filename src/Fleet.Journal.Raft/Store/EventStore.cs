using Fleet.Control.Journal;

namespace Fleet.Journal.Raft.Store;

/// <summary>
/// The replicated state: streams of events by id. The fence is here, where every member decides alike: a write of an earlier
/// generation than the newest opening is refused, whichever of two writers was first to speak. May be read from any thread.
/// </summary>
internal sealed class EventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EventStream> _streams = new(StringComparer.Ordinal);

    public EventStore()
    {
    }

    public EventStore(IEnumerable<KeyValuePair<string, EventStream>> streams) => _streams = new(streams, StringComparer.Ordinal);

    /// <summary>Bytes of what would be in a snapshot.</summary>
    public long Size
    {
        get
        {
            lock (_lock) return _streams.Values.Sum(stream => stream.Size);
        }
    }

    /// <exception cref="InvalidDataException">A command of a later version of Fleet.</exception>
    public Verdict Execute(ReadOnlyMemory<byte> command)
    {
        if (command.IsEmpty) return new Verdict(Ruling.Done, 0, 0);
        var reader = new ByteReader(command);
        byte kind = reader.Byte();
        if (kind == Command.Nothing) return new Verdict(Ruling.Done, 0, 0);
        lock (_lock)
        {
            var stream = StreamOf(reader.Text());
            if (kind == Command.Open) return Open(stream, reader.Id());
            long generation = reader.Long();
            if (generation == 0 || generation != stream.Generation) return new Verdict(Ruling.Fenced, stream.Generation, stream.Highest);
            return kind switch
            {
                Command.Append => Append(stream, reader),
                Command.Delete => Delete(stream, reader.Long()),
                Command.SaveSnapshot => Save(stream, reader),
                _ => throw new InvalidDataException($"the journal holds a command {kind}, which this version of Fleet does not know: start the later version on every control host"),
            };
        }
    }

    public T Read<T>(string id, Func<EventStream, T> view)
    {
        lock (_lock) return view(_streams.TryGetValue(id, out var stream) ? stream : new EventStream());
    }

    /// <summary>For a snapshot: as all is now.</summary>
    public IReadOnlyList<KeyValuePair<string, EventStream>> Copy()
    {
        lock (_lock) return [.. _streams.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Copy()))];
    }

    private EventStream StreamOf(string id)
    {
        if (!_streams.TryGetValue(id, out var stream)) _streams[id] = stream = new EventStream();
        return stream;
    }

    private static Verdict Open(EventStream stream, Guid token)
    {
        if (stream.Token != token) (stream.Token, stream.Generation) = (token, stream.Generation + 1);
        return new Verdict(Ruling.Done, stream.Generation, stream.Highest);
    }

    private static Verdict Append(EventStream stream, ByteReader reader)
    {
        var events = new Stored[reader.Int()];
        for (int i = 0; i < events.Length; i++) events[i] = Command.ReadStored(reader, stream.Generation);
        if (!stream.Continues(events)) return new Verdict(stream.Has(events) ? Ruling.Done : Ruling.Gap, stream.Highest, stream.Highest);
        foreach (var stored in events) stream.Add(stored);
        return new Verdict(Ruling.Done, stream.Highest, stream.Highest);
    }

    private static Verdict Delete(EventStream stream, long sequence)
    {
        stream.DeleteTo(sequence);
        return new Verdict(Ruling.Done, stream.Highest, stream.Highest);
    }

    private static Verdict Save(EventStream stream, ByteReader reader)
    {
        stream.Save(Command.ReadStored(reader, stream.Generation));
        return new Verdict(Ruling.Done, stream.Highest, stream.Highest);
    }
}
