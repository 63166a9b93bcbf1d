using Akka.Actor;
using Fleet.Images.Records;
using Fleet.Node.Engine;
using Fleet.Protocol.Actors;

namespace Fleet.Node.ImageSupply;

internal static class ImageAsk
{
    /// <summary>An image, asked for from outside of actors.</summary>
    public static async Task<ImageRecord> ImageAsync(
        this ActorSystem system, IActorRef images, string reference, PullPolicy policy, IProgress<ImageProgress>? progress, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ImageRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        var want = new WantImage(reference, policy, [], progress);
        var asker = system.ActorOf(ActorFactory.Props(() => new ImageAsker(images, want, answer)));
        await using var registration = cancel.Register(() => asker.Tell(ImageAsker.GiveUp.Instance)).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }
}
