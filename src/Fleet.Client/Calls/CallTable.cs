using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client.Calls;

/// <summary>
/// All calls without an answer: which of them may be sent now, by the session's credits, and which were sent so long ago that
/// they must have been lost. The order of sending is that of asking.
/// </summary>
internal sealed class CallTable(TimeProvider clock, FleetClientOptions options)
{
    /// <summary>A call unanswered for so long within one session is sent once more; all calls may be repeated.</summary>
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(5);

    private readonly LinkedList<Call> _calls = [];
    private readonly Dictionary<string, LinkedListNode<Call>> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<long, LinkedListNode<Call>> _queries = [];
    private long _lastNumber;

    public int Count => _calls.Count;

    /// <summary>A second call with the request id of one under way joins it.</summary>
    public void Add(Call call)
    {
        call.AskedAt = clock.GetTimestamp();
        if (call is CommandCall command)
        {
            if (_commands.TryGetValue(command.RequestId, out LinkedListNode<Call>? first))
            {
                Join((CommandCall)first.Value, command);
                return;
            }

            _commands[command.RequestId] = _calls.AddLast(call);
        }
        else if (call is QueryCall query)
        {
            query.GiveNumber(++_lastNumber);
            _queries[query.Number] = _calls.AddLast(call);
        }
    }

    /// <summary>What was said in earlier sessions is void: everything is to be sent again.</summary>
    public void BeginSession()
    {
        foreach (Call call in _calls)
        {
            call.SentAt = null;
        }
    }

    /// <summary>What is to be sent now, marked as sent; calls that were cancelled meanwhile are dropped.</summary>
    /// <param name="credits">So many may be unanswered at a time.</param>
    public IReadOnlyList<Call> TakeDue(int credits)
    {
        DropCancelled();
        long now = clock.GetTimestamp();
        int free = credits - _calls.Count(call => call.SentAt is long sent && clock.GetElapsedTime(sent, now) < ResendAfter);
        List<Call> due = [];
        foreach (Call call in _calls)
        {
            bool waits = call.NotBefore > now || (call.SentAt is long sent && clock.GetElapsedTime(sent, now) < ResendAfter);
            if (!waits && due.Count < free)
            {
                call.SentAt = now;
                due.Add(call);
            }
        }

        return due;
    }

    public void OnReply(Reply reply)
    {
        if (!_commands.TryGetValue(reply.RequestId, out LinkedListNode<Call>? node))
        {
            return;
        }

        if (reply.Answer.Status == AnswerStatus.Busy && MayWait(node.Value, reply.Answer.RetryAfter))
        {
            return;
        }

        Remove(node);
        ((CommandCall)node.Value).Complete(reply.Answer);
    }

    public void OnAnswer(IQueryAnswer answer)
    {
        if (!_queries.TryGetValue(answer.Number, out LinkedListNode<Call>? node))
        {
            return;
        }

        if (answer is Problem { Kind: ProblemKind.Busy } busy && MayWait(node.Value, busy.RetryAfter))
        {
            return;
        }

        Remove(node);
        ((QueryCall)node.Value).Complete(answer);
    }

    /// <summary>Ends the calls that have waited in vain for the time that the options allow.</summary>
    /// <param name="withoutSession">How long there has been no session.</param>
    /// <param name="patience">How long that may be; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public void FailUnreachable(TimeSpan withoutSession, TimeSpan patience, string reason)
    {
        if (patience == Timeout.InfiniteTimeSpan || withoutSession < patience)
        {
            return;
        }

        foreach (LinkedListNode<Call> node in Nodes().Where(node => clock.GetElapsedTime(node.Value.AskedAt) >= patience).ToList())
        {
            Remove(node);
            node.Value.Fail(new FleetUnreachableException(reason));
        }
    }

    public void FailAll(Exception error)
    {
        foreach (LinkedListNode<Call> node in Nodes().ToList())
        {
            Remove(node);
            node.Value.Fail(error);
        }
    }

    public void DropCancelled()
    {
        foreach (LinkedListNode<Call> node in Nodes().Where(node => node.Value.IsOver).ToList())
        {
            Remove(node);
        }
    }

    private bool MayWait(Call call, TimeSpan retryAfter)
    {
        TimeSpan wait = retryAfter > TimeSpan.Zero ? retryAfter : TimeSpan.FromMilliseconds(200);
        if (clock.GetElapsedTime(call.AskedAt) + wait > options.BusyPatience)
        {
            return false;
        }

        call.SentAt = null;
        call.NotBefore = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
        return true;
    }

    private static void Join(CommandCall first, CommandCall second) =>
        first.Answered.ContinueWith(
            task =>
            {
                if (task.IsCompletedSuccessfully)
                {
                    second.Complete(task.Result);
                }
                else
                {
                    second.Fail(task.Exception?.InnerException ?? new OperationCanceledException("the call with the same request id was cancelled"));
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private IEnumerable<LinkedListNode<Call>> Nodes()
    {
        for (LinkedListNode<Call>? node = _calls.First; node is not null; node = node.Next)
        {
            yield return node;
        }
    }

    private void Remove(LinkedListNode<Call> node)
    {
        _calls.Remove(node);
        if (node.Value is CommandCall command)
        {
            _commands.Remove(command.RequestId);
        }
        else if (node.Value is QueryCall query)
        {
            _queries.Remove(query.Number);
        }
    }
}
