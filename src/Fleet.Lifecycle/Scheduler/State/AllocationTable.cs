namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>All allocations that are remembered, live or ended, in one array of structs; slots are reused.</summary>
internal sealed class AllocationTable
{
    private readonly Dictionary<ulong, int> _slots = [];
    private readonly Stack<int> _free = [];
    private AllocationRow[] _rows = new AllocationRow[64];
    private int _used;

    public int Count => _slots.Count;

    /// <summary>Valid until the next <see cref="Add"/>.</summary>
    public ref AllocationRow this[int slot] => ref _rows[slot];

    /// <summary>-1 when it is unknown.</summary>
    public int SlotOf(ulong serial) => _slots.TryGetValue(serial, out int slot) ? slot : -1;

    public int Add(in AllocationRow row)
    {
        if (!_free.TryPop(out int slot))
        {
            if (_used == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
            slot = _used++;
        }
        _rows[slot] = row;
        _slots.Add(row.Serial, slot);
        return slot;
    }

    public void Remove(int slot)
    {
        _slots.Remove(_rows[slot].Serial);
        _rows[slot] = default;
        _free.Push(slot);
    }

    /// <summary>Slots in no particular order.</summary>
    public IEnumerable<int> Slots => _slots.Values;
}
