using Akka.Actor;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;

namespace Fleet.Client.Calls;

/// <summary>Something asked of the cluster that will have one answer; sent again in every new session until it has it.</summary>
internal abstract class Call : INoSerializationVerificationNeeded
{
    /// <summary>What is sent, the same each time.</summary>
    public abstract IFleetMessage Message { get; }

    /// <summary>When it was last sent; null while it waits its turn. Timestamps of the client's clock.</summary>
    public long? SentAt { get; set; }

    public long AskedAt { get; set; }

    /// <summary>Not before this timestamp, because the cluster said that it is busy.</summary>
    public long NotBefore { get; set; }

    public abstract bool IsOver { get; }

    public abstract void Fail(Exception error);
}

/// <summary>A command: known by its request id, so that however often it is sent it takes effect once.</summary>
internal sealed class CommandCall(string requestId, Command command, CancellationToken cancel) : Call
{
    private readonly TaskCompletionSource<Answer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = requestId;

    public override IFleetMessage Message { get; } = new Request(requestId, command);

    public CancellationToken Cancel { get; } = cancel;

    public Task<Answer> Answered => _done.Task;

    public override bool IsOver => _done.Task.IsCompleted;

    public void Complete(Answer answer) => _done.TrySetResult(answer);

    public override void Fail(Exception error) => _done.TrySetException(error);

    public void GiveUp() => _done.TrySetCanceled(Cancel);
}

/// <summary>A question, known by its number.</summary>
internal sealed class QueryCall(Func<long, IQuery> make, CancellationToken cancel) : Call
{
    private readonly TaskCompletionSource<IQueryAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IQuery? _message;

    public long Number { get; private set; }

    public override IFleetMessage Message => _message ?? throw new InvalidOperationException("the question has no number yet");

    public CancellationToken Cancel { get; } = cancel;

    public Task<IQueryAnswer> Answered => _done.Task;

    public override bool IsOver => _done.Task.IsCompleted;

    public void GiveNumber(long number) => (Number, _message) = (number, make(number));

    public void Complete(IQueryAnswer answer) => _done.TrySetResult(answer);

    public override void Fail(Exception error) => _done.TrySetException(error);

    public void GiveUp() => _done.TrySetCanceled(Cancel);
}
