using Akka.Actor;
using Akka.Event;
using Fleet.Images.Records;
using Fleet.Node.Engine;
using Fleet.Protocol.Actors;

namespace Fleet.Node.ImageSupply;

/// <summary>
/// Gets images. However many want one, it is fetched once; it is fetched on as long as somebody wants it, and each hears how far it is.
/// </summary>
internal sealed class ImageActor : ReceiveActor
{
    private readonly IImageOrigin _source;
    private readonly Dictionary<string, Fetch> _fetches = new(StringComparer.Ordinal);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ImageActor(IImageOrigin source)
    {
        _source = source;
        Receive<WantImage>(OnWanted);
        Receive<UnwantImage>(OnUnwanted);
        Receive<Fetched>(OnFetched);
    }

    public static Props Props(IImageOrigin source) => ActorFactory.Props(() => new ImageActor(source));

    protected override void PostStop()
    {
        foreach (var fetch in _fetches.Values) fetch.Cancel();
        base.PostStop();
    }

    private void OnWanted(WantImage want)
    {
        if (_fetches.TryGetValue(want.Reference, out var running))
        {
            running.Join(Sender, want.Progress);
            return;
        }
        if (want.Policy != PullPolicy.Always)
        {
            try
            {
                if (_source.Here(want.Reference) is { } here)
                {
                    Sender.Tell(new ImageHere(want.Reference, here));
                    return;
                }
                if (want.Policy == PullPolicy.Never) throw _source.NotHere(want.Reference);
            }
            catch (Exception error)
            {
                Sender.Tell(new ImageMissing(want.Reference, error));
                return;
            }
        }
        var fetch = new Fetch(want.Reference);
        fetch.Join(Sender, want.Progress);
        _fetches[want.Reference] = fetch;
        _source.FetchAsync(want.Reference, want.Holders, fetch.Progress, fetch.Cancelled).PipeTo(Self,
            success: image => new Fetched(fetch, image, null), failure: error => new Fetched(fetch, null, error));
    }

    private void OnUnwanted(UnwantImage unwant)
    {
        if (!_fetches.TryGetValue(unwant.Reference, out var fetch) || !fetch.Leave(Sender)) return;
        _log.Info("image {0} is wanted by nobody any more", unwant.Reference);
        _fetches.Remove(unwant.Reference);
        fetch.Cancel();
    }

    private void OnFetched(Fetched fetched)
    {
        string reference = fetched.Fetch.Reference;
        if (_fetches.TryGetValue(reference, out var current) && current == fetched.Fetch) _fetches.Remove(reference);
        object answer = fetched.Image is { } image ? new ImageHere(reference, image) : new ImageMissing(reference, fetched.Error!);
        foreach (var asker in fetched.Fetch.Askers) asker.Tell(answer);
        fetched.Fetch.Dispose();
        if (fetched.Image is not null) Context.Parent.Tell(ImagesChanged.Instance);
    }

    private sealed record Fetched(Fetch Fetch, ImageRecord? Image, Exception? Error);
}
