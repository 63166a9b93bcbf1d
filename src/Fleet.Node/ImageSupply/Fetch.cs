using Akka.Actor;
using Fleet.Images.Records;
using Fleet.Node.Engine;

namespace Fleet.Node.ImageSupply;

/// <summary>One image on its way, and all who wait for it.</summary>
internal sealed class Fetch(string reference) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly List<IActorRef> _askers = [];
    private readonly ProgressFan _fan = new(reference);

    public string Reference { get; } = reference;

    public IReadOnlyList<IActorRef> Askers => _askers;

    public IProgress<PullProgress> Progress => _fan;

    public CancellationToken Cancelled => _cancel.Token;

    public void Join(IActorRef asker, IProgress<ImageProgress>? progress)
    {
        _askers.Add(asker);
        if (progress is not null) _fan.Add(progress);
    }

    /// <summary>True when that was the last one.</summary>
    public bool Leave(IActorRef asker)
    {
        _askers.Remove(asker);
        return _askers.Count == 0;
    }

    public void Cancel() => _cancel.Cancel();

    public void Dispose() => _cancel.Dispose();

    /// <summary>Reports come from download threads.</summary>
    private sealed class ProgressFan(string image) : IProgress<PullProgress>
    {
        private volatile IProgress<ImageProgress>[] _listeners = [];

        public void Add(IProgress<ImageProgress> listener) => _listeners = [.. _listeners, listener];

        public void Report(PullProgress value)
        {
            var progress = ProgressWords.Of(image, value);
            foreach (var listener in _listeners) listener.Report(progress);
        }
    }
}
