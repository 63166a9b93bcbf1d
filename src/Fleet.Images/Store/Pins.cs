namespace Fleet.Images.Store;

/// <summary>Digests and chain ids that work in progress relies on: a removal beside it leaves them alone.</summary>
internal sealed class Pins
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    internal bool Has(string key)
    {
        lock (_counts)
            return _counts.ContainsKey(key);
    }

    internal Pin Take() => new(this);

    internal sealed class Pin(Pins pins) : IDisposable
    {
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

        internal void Add(string key)
        {
            lock (pins._counts)
            {
                if (_keys.Add(key))
                    pins._counts[key] = pins._counts.GetValueOrDefault(key) + 1;
            }
        }

        /// <summary>What only this work relies on.</summary>
        internal List<string> Own()
        {
            lock (pins._counts)
                return [.. _keys.Where(k => pins._counts[k] == 1)];
        }

        public void Dispose()
        {
            lock (pins._counts)
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
