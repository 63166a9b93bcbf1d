using Akka.Actor;
using Akka.TestKit.Xunit2;
using Fleet.Images.Records;
using Fleet.Node.Engine;
using Fleet.Node.ImageSupply;

namespace Fleet.Node.Tests.Supervision;

public sealed class ImageActorTests : TestKit
{
    private readonly FakeOrigin _origin = new();

    [Fact]
    public async Task However_many_want_an_image_it_is_fetched_once()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        var images = Sys.ActorOf(ImageActor.Props(_origin));
        images.Tell(Want(), one);
        images.Tell(Want(), two);
        (await _origin.NextAsync()).SetResult(A.Image());
        one.ExpectMsg<ImageHere>();
        two.ExpectMsg<ImageHere>();
        Assert.Equal(1, _origin.Fetches);
    }

    [Fact]
    public async Task It_is_fetched_on_while_one_still_wants_it_and_given_up_with_the_last()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        var images = Sys.ActorOf(ImageActor.Props(_origin));
        images.Tell(Want(), one);
        images.Tell(Want(), two);
        await _origin.NextAsync();
        images.Tell(new UnwantImage("base"), one);
        await images.Ask<ActorIdentity>(new Identify(1));
        Assert.False(_origin.Cancelled.IsCancellationRequested);
        images.Tell(new UnwantImage("base"), two);
        await images.Ask<ActorIdentity>(new Identify(2));
        Assert.True(_origin.Cancelled.IsCancellationRequested);
    }

    [Fact]
    public void What_is_here_is_not_fetched()
    {
        _origin.Local = A.Image();
        var images = Sys.ActorOf(ImageActor.Props(_origin));
        images.Tell(Want(), TestActor);
        Assert.Equal(A.Image().Digest, ExpectMsg<ImageHere>().Image.Digest);
        Assert.Equal(0, _origin.Fetches);
    }

    [Fact]
    public void Never_means_never()
    {
        var images = Sys.ActorOf(ImageActor.Props(_origin));
        images.Tell(Want() with { Policy = PullPolicy.Never }, TestActor);
        Assert.Equal(EngineError.NotFound, ((EngineException)ExpectMsg<ImageMissing>().Error).Code);
    }

    private static WantImage Want() => new("base", PullPolicy.Missing, [], null);

    private sealed class FakeOrigin : IImageOrigin
    {
        private readonly System.Threading.Channels.Channel<TaskCompletionSource<ImageRecord>> _begun =
            System.Threading.Channels.Channel.CreateUnbounded<TaskCompletionSource<ImageRecord>>();

        public ImageRecord? Local { get; set; }

        public int Fetches { get; private set; }

        public CancellationToken Cancelled { get; private set; }

        public ImageRecord? Here(string reference) => Local;

        public EngineException NotHere(string reference) => new(EngineError.NotFound, reference);

        public Task<ImageRecord> FetchAsync(
            string reference, System.Collections.Immutable.ImmutableArray<Fleet.Model.ImageHolder> holders, IProgress<PullProgress> progress, CancellationToken cancel)
        {
            Fetches++;
            Cancelled = cancel;
            var fetch = new TaskCompletionSource<ImageRecord>();
            _begun.Writer.TryWrite(fetch);
            return fetch.Task;
        }

        public async Task<TaskCompletionSource<ImageRecord>> NextAsync() => await _begun.Reader.ReadAsync();
    }
}
