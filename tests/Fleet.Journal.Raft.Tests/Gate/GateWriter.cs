using System.Buffers.Binary;
using Fleet.Control.Journal;

namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>
/// A scheduler in a hurry: many appends under way at once, each of one event that says who wrote it. Tells of each acknowledgement;
/// at a loss, it gives up until it is told to begin again.
/// </summary>
internal sealed class GateWriter(IEventLog log)
{
    private const string Id = "scheduler";
    private const int UnderWay = 256;
    private const int PruneEvery = 20_000;

    private readonly Lock _lock = new();
    private Task _writing = Task.CompletedTask;
    private volatile bool _stop;

    public void Say(string line)
    {
        lock (_lock) Console.Out.WriteLine(line);
    }

    public void Begin()
    {
        if (_writing.IsCompleted) _writing = Task.Run(WriteAsync);
    }

    public async Task StopAsync()
    {
        _stop = true;
        await _writing;
        _stop = false;
        Say("stopped");
    }

    /// <summary>What this member's own copy holds, once it holds all: runs of events of one writer.</summary>
    public async Task TellAsync()
    {
        try
        {
            await TellFromAsync(1);
            Say("told");
        }
        catch (IOException error)
        {
            Say($"failed {error.Message}");
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            long next = await log.OpenAsync(Id, default) + 1;
            long token = Random.Shared.NextInt64();
            Say($"opened {next - 1} {token}");
            var underWay = new Queue<(long Sequence, Task Append)>();
            for (long pruned = next; !_stop; next++)
            {
                byte[] payload = new byte[16];
                BinaryPrimitives.WriteInt64LittleEndian(payload, token);
                BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(8), next);
                underWay.Enqueue((next, log.AppendAsync(Id, [new Stored(next, "gate", payload)], default)));
                while (underWay.Count >= UnderWay) await AcknowledgedAsync(underWay, token);
                if (next - pruned < PruneEvery) continue;
                while (underWay.Count > 0) await AcknowledgedAsync(underWay, token);
                await TellFromAsync(pruned);
                await log.DeleteToAsync(Id, next - 1, default);
                pruned = next;
            }
            while (underWay.Count > 0) await AcknowledgedAsync(underWay, token);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or TimeoutException)
        {
            Say($"lost {error.GetType().Name}");
        }
    }

    private async Task AcknowledgedAsync(Queue<(long Sequence, Task Append)> underWay, long token)
    {
        var (sequence, append) = underWay.Dequeue();
        await append;
        Say($"a {sequence} {token}");
    }

    private async Task TellFromAsync(long from)
    {
        (long From, long To, long Token) run = (0, -1, 0);
        await foreach (var stored in log.ReadAsync(Id, from, long.MaxValue, long.MaxValue, default))
        {
            long token = BinaryPrimitives.ReadInt64LittleEndian(stored.Payload.Span);
            bool isTrue = BinaryPrimitives.ReadInt64LittleEndian(stored.Payload.Span[8..]) == stored.Sequence;
            if (!isTrue) Say($"wrong {stored.Sequence}");
            if (token == run.Token && stored.Sequence == run.To + 1) run.To++;
            else
            {
                if (run.To > 0) Say($"run {run.From} {run.To} {run.Token}");
                run = (stored.Sequence, stored.Sequence, token);
            }
        }
        if (run.To > 0) Say($"run {run.From} {run.To} {run.Token}");
    }
}
