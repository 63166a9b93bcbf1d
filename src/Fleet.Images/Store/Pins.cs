namespace Fleet.Images.Store;

/// <summary>
/// Digests and chain ids that work in progress relies on: a removal beside it leaves them alone. Counted under the lock under
/// which removals happen, so that what is pinned and then found there stays there.
/// </summary>
internal sealed class Pins(object storeLock)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private object Lock => storeLock;

    internal bool Has(string key)
    {
        lock (storeLock)
            return _counts.ContainsKey(key);
    }

    internal Pin Take() => new(this);

    internal sealed class Pin(Pins pins) : IDisposable
    {
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

        internal void Add(string key)
        {
            lock (pins.Lock)
            {
                if (_keys.Add(key))
                    pins._counts[key] = pins._counts.GetValueOrDefault(key) + 1;
            }
        }

        /// <summary>What only this work relies on.</summary>
        internal List<string> Own()
        {
            lock (pins.Lock)
                return [.. _keys.Where(k => pins._counts[k] == 1)];
        }

        public void Dispose()
        {
            lock (pins.Lock)
            {
                foreach (string key in _keys)
                {
                    if (--pins._counts[key] == 0)
                        pins._counts.Remove(key);
                }

                _keys.Clear();
            }
        }
    }
}
