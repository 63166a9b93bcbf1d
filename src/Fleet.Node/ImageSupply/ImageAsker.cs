using Akka.Actor;
using Fleet.Images.Records;
using Fleet.Node.Engine;

namespace Fleet.Node.ImageSupply;

/// <summary>Asks for an image on behalf of someone outside of actors, who may give up while it is under way.</summary>
internal sealed class ImageAsker : ReceiveActor
{
    public ImageAsker(IActorRef images, WantImage want, TaskCompletionSource<ImageRecord> answer)
    {
        images.Tell(want);
        Receive<ImageHere>(here => End(() => answer.TrySetResult(here.Image)));
        Receive<ImageMissing>(missing => End(() => answer.TrySetException(missing.Error)));
        Receive<GiveUp>(_ =>
        {
            images.Tell(new UnwantImage(want.Reference));
            End(() => answer.TrySetCanceled());
        });
    }

    private void End(Func<bool> tell)
    {
        tell();
        Context.Stop(Self);
    }

    internal sealed record GiveUp
    {
        public static readonly GiveUp Instance = new();
    }
}
