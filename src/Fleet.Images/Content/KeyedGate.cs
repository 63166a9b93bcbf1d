namespace Fleet.Images.Content;

/// <summary>One at a time per key: two pulls that want the same blob or layer do its work once.</summary>
internal sealed class KeyedGate
{
    private readonly Dictionary<string, Entry> _entries = [];

    internal async Task<IDisposable> EnterAsync(string key, CancellationToken cancel)
    {
        Entry entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry!))
                _entries[key] = entry = new Entry();
            entry.Users++;
        }

        try
        {
            await entry.Turn.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            Leave(key, entry, had: false);
            throw;
        }

        return new Turn(this, key, entry);
    }

    private void Leave(string key, Entry entry, bool had)
    {
        if (had)
            entry.Turn.Release();
        lock (_entries)
        {
            if (--entry.Users > 0)
                return;
            _entries.Remove(key);
            entry.Dispose();
        }
    }

    private sealed class Entry : IDisposable
    {
        internal readonly SemaphoreSlim Turn = new(1, 1);
        internal int Users;

        public void Dispose() => Turn.Dispose();
    }

    private sealed class Turn(KeyedGate gate, string key, Entry entry) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(key, entry, had: true);
        }
    }
}
