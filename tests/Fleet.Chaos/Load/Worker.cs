using Fleet.Chaos.History;
using Fleet.Model;

namespace Fleet.Chaos.Load;

/// <summary>One user: wishes drawn at random, one after the other, for jobs that nobody else touches.</summary>
internal sealed class Worker(string user, int seed, LoadClient client, ClientFolder folder)
{
    private const int Services = 2, MostReplicas = 4;

    // A life of a few minutes has a few hundred calls: enough to meet every fault in every state, and the machine stays idle enough.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, int> _services = [];
    private int _batches;

    public bool IsHeld { get; private set; }

    /// <summary>Names of another process of the same client begin where those of this one end.</summary>
    public required string Prefix { get; init; }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            IsHeld = File.Exists(folder.Hold);
            if (IsHeld)
            {
                await Task.Delay(Look, cancel).ConfigureAwait(false);
                continue;
            }
            var wish = Next();
            if (await client.MakeAsync(wish).ConfigureAwait(false) == CallOutcome.Accepted) Remember(wish);
            await Task.Delay(Pause * (0.5 + _random.NextDouble()), cancel).ConfigureAwait(false);
        }
    }

    private Wish Next() => _random.Next(10) switch
    {
        < 4 => Batch(),
        < 6 => Service(),
        < 8 when _services.Count > 0 => Of(CallKind.Scale, Any(), TaskType.Service, 1 + _random.Next(MostReplicas)),
        8 when _services.Count > 0 && _random.Next(3) == 0 => Of(CallKind.Stop, Any(), TaskType.Service, 0),
        _ => Of(CallKind.List, "", TaskType.Service, 0),
    };

    private Wish Batch() => Of(CallKind.Submit, $"{Prefix}{user}b{++_batches}", TaskType.Batch, 1 + _random.Next(2)) with { Careful = _random.Next(2) == 0 };

    // A new one, or a new version of one that is there.
    private Wish Service() => Of(CallKind.Submit, $"{Prefix}{user}s{_random.Next(Services)}", TaskType.Service, 1 + _random.Next(MostReplicas));

    private string Any() => _services.Keys.Order(StringComparer.Ordinal).ElementAt(_random.Next(_services.Count));

    private Wish Of(CallKind kind, string job, TaskType type, int replicas) =>
        new(kind, job, type, replicas, Careful: false, Marker: _random.Next(1000), Request: $"{Prefix}{user}-{_random.Next():x8}{_random.Next():x8}");

    private void Remember(Wish wish)
    {
        if (wish.Type != TaskType.Service || wish.Kind == CallKind.List) return;
        if (wish.Kind == CallKind.Stop) _services.Remove(wish.Job);
        else _services[wish.Job] = wish.Replicas;
    }
}
