using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Events;

/// <summary>What happened on the node: the last of it is remembered, and whoever listens hears the rest. Any thread may write.</summary>
internal sealed class EventLog
{
    private const int Remembered = 4096;
    private const int AheadOfReader = 16_384;   // then a reader that does not read loses the oldest

    private readonly TimeProvider _time;
    private readonly EventFile? _file;
    private readonly Lock _gate = new();
    private readonly Queue<NodeEvent> _past = new();
    private readonly HashSet<Channel<NodeEvent>> _readers = [];

    /// <param name="file">Where it outlives the agent; null: nowhere.</param>
    public EventLog(TimeProvider time, EventFile? file = null)
    {
        (_time, _file) = (time, file);
        foreach (var happened in file?.Read() ?? []) Remember(happened);
    }

    public void Add(string type, string action, string id, string name, params ReadOnlySpan<(string Key, string Value)> attributes)
    {
        var table = new Dictionary<string, string>(attributes.Length);
        foreach (var (key, value) in attributes) table[key] = value;
        var happened = new NodeEvent(_time.GetUtcNow(), type, action, id, name, table);
        lock (_gate)
        {
            Remember(happened);
            _file?.Add(happened);
            foreach (var reader in _readers) reader.Writer.TryWrite(happened);
        }
    }

    /// <summary>Of a container: with its labels and its image, as docker tells them.</summary>
    public void AddContainer(string action, AllocationRecord of, params IEnumerable<(string Key, string Value)> more) =>
        Add("container", action, of.Id.ToString(), of.Name, [.. of.Spec.Labels.Select(label => (label.Key, label.Value)), ("image", of.Spec.Image), .. more]);

    /// <summary>From <paramref name="since"/> on, without a gap or a repetition between what was and what comes.</summary>
    public async IAsyncEnumerable<NodeEvent> ReadAsync(DateTimeOffset? since, bool follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = Channel.CreateBounded<NodeEvent>(new BoundedChannelOptions(AheadOfReader) { FullMode = BoundedChannelFullMode.DropOldest });
        List<NodeEvent> past;
        lock (_gate)
        {
            past = since is null ? [] : [.. _past.Where(happened => happened.Time >= since)];
            if (follow) _readers.Add(channel);
        }
        try
        {
            foreach (var happened in past) yield return happened;
            if (!follow) yield break;
            await foreach (var happened in channel.Reader.ReadAllAsync(cancel).ConfigureAwait(false)) yield return happened;
        }
        finally
        {
            lock (_gate) _readers.Remove(channel);
        }
    }

    private void Remember(NodeEvent happened)
    {
        if (_past.Count == Remembered) _past.Dequeue();
        _past.Enqueue(happened);
    }
}
