namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>What was acknowledged to whom, and what members told that they hold.</summary>
internal sealed class GateHistory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _acknowledged = [];      // sequence -> token of the writer
    private readonly List<string> _faults = [];
    private long _seen;

    public int Acknowledged
    {
        get
        {
            lock (_lock) return _acknowledged.Count;
        }
    }

    /// <summary>Acknowledged events that a member was later seen to hold.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock) return [.. _faults];
        }
    }

    public int Openings { get; private set; }

    public void Hear(string member, string line)
    {
        lock (_lock)
        {
            string[] words = line.Split(' ');
            long Number(int at) => long.Parse(words[at], System.Globalization.CultureInfo.InvariantCulture);
            switch (words[0])
            {
                case "opened":
                    Openings++;
                    if (_acknowledged.Count > 0 && _acknowledged.Keys.Max() is var last && last > Number(1))
                        _faults.Add($"{member} opened the log at {Number(1)}, and event {last} was acknowledged");
                    break;
                case "a":
                    if (!_acknowledged.TryAdd(Number(1), Number(2))) _faults.Add($"event {Number(1)} was acknowledged twice: two writers");
                    break;
                case "run":
                    for (long sequence = Number(1); sequence <= Number(2); sequence++)
                    {
                        if (!_acknowledged.TryGetValue(sequence, out long token)) continue;
                        if (token != Number(3)) _faults.Add($"{member} holds another event {sequence} than was acknowledged");
                        Interlocked.Increment(ref _seen);
                    }
                    break;
                case "wrong": _faults.Add($"{member} holds a wrong event {Number(1)}"); break;
            }
        }
    }
}
