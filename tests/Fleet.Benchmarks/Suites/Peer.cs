namespace Fleet.Benchmarks.Suites;

/// <summary>A peer that was started, or why it was not.</summary>
internal sealed class Peer<T>(T? it, string why) : IAsyncDisposable where T : class, IAsyncDisposable
{
    public T? It => it;

    /// <summary>Why it is not there; empty where it is.</summary>
    public string Why => why;

    public Subject As(string name, Func<T, double> measure) => it is null ? Subject.Absent(name, why) : Subject.Of(name, () => measure(it));

    public Subject As(string name, Func<T, CancellationToken, Task<double>> measure) =>
        it is null ? Subject.Absent(name, why) : new Subject(name, cancel => measure(it, cancel));

    public ValueTask DisposeAsync() => it?.DisposeAsync() ?? default;
}

internal static class Peer
{
    /// <summary>Starts it unless it is missing; a failure is its reason, not ours to stop for.</summary>
    public static async Task<Peer<T>> TryAsync<T>(Func<Task<string?>> need, Func<Task<T>> start) where T : class, IAsyncDisposable
    {
        if (await need() is { } why) return new Peer<T>(null, why);
        try
        {
            return new Peer<T>(await start(), "");
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return new Peer<T>(null, e.Message);
        }
    }
}
