using Akka.Actor;
using Fleet.Node.Allocations;

namespace Fleet.Node.Local;

/// <summary>Questions from outside to a container's actor; however long the answer takes, it comes unless the asker gives up.</summary>
internal static class ContainerAsk
{
    public static async Task<T> AskAsync<T>(this IActorRef node, IForContainer question, CancellationToken cancel)
    {
        try
        {
            return await node.Ask<T>(question, Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(false);
        }
        catch (AggregateException e) when (e.InnerException is { } only)
        {
            throw EngineErrors.Of(only, question.Id.ToString());
        }
    }
}
