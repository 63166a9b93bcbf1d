using System.Diagnostics;
using Fleet.Control.Journal;
using Fleet.Control.Journal.Events;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Control.Tests.Journal;

/// <summary>
/// A million allocations on their way through the journal as the scheduler takes it: events in the journal's own form, a snapshot
/// half-way, and a scheduler that has nothing but the log to recover from (SchedulerActor, EventJournal, SnapshotStore).
/// </summary>
internal sealed class MillionLogContract(string id)
{
    private const int Jobs = 100, Replicas = 10_000, AnEvent = 1000, Nodes = 1000;
    private const int Events = Jobs * Replicas / AnEvent;

    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private long _sequence;

    /// <summary>Bytes of all that was handed to the log.</summary>
    public long Written { get; private set; }

    public async Task WriteAsync(IEventLog log)
    {
        _sequence = await log.OpenAsync(id, default);
        var machine = new SchedulerMachine(new SchedulerOptions());
        await AppendAsync(log, machine, new IncarnationStarted(1, Noon));
        for (int job = 0; job < Jobs; job++)
        {
            var spec = Job.Service($"job{job}", "app@sha256:ab") with { Replicas = Replicas };
            await AppendAsync(log, machine, new JobAccepted(new JobVersion($"sha256:{job:x4}", 1, spec), Noon));
            for (int first = 0; first < Replicas; first += AnEvent) await AppendAsync(log, machine, Placed(spec, job, first));
            if (job == Jobs / 2) await TakeSnapshotAsync(log, machine);
        }
    }

    /// <summary>A scheduler as its successor has it.</summary>
    public async Task<SchedulerMachine> RecoverAsync(IEventLog log)
    {
        long highest = await log.OpenAsync(id, default), expected = 1;
        var machine = new SchedulerMachine(new SchedulerOptions());
        if (await log.LoadSnapshotAsync(id, default) is { } taken)
        {
            machine = new SchedulerMachine(new SchedulerOptions(), (SchedulerSnapshot)JournalCodec.Read(taken.Manifest, taken.Payload.Span));
            expected = taken.Sequence + 1;
        }
        await foreach (var stored in log.ReadAsync(id, expected, highest, long.MaxValue, default))
        {
            Assert.Equal(expected++, stored.Sequence);
            foreach (var decided in ((EventBatch)JournalCodec.Read(stored.Manifest, stored.Payload.Span)).Events) machine.Replay(decided);
        }
        Assert.Equal(highest + 1, expected);
        return machine;
    }

    /// <summary>Each of the million is there once, where it was placed.</summary>
    public static void Check(SchedulerMachine machine)
    {
        var seen = new bool[Jobs * Replicas];
        foreach (var job in machine.ToSnapshot().Jobs)
        {
            foreach (var allocation in job.Groups.SelectMany(group => group.Replicas).SelectMany(replica => replica.Allocations))
            {
                int number = (int)allocation.Id.Serial - 1;
                Assert.False(seen[number], $"allocation {number} is there twice");
                Assert.Equal(NodeOf(number), allocation.Node);
                seen[number] = true;
            }
        }
        Assert.DoesNotContain(false, seen);
    }

    private static AllocationsPlaced Placed(Job job, int number, int first) => new(job.Name, job.Groups[0].Name, 1,
        [.. Enumerable.Range(first, AnEvent).Select(index => new Placement(new AllocationId((ulong)(number * Replicas + index + 1)), index, 1, NodeOf(number * Replicas + index), [], "best fit"))], Noon);

    private static string NodeOf(int number) => $"node{number % Nodes}";

    private async Task AppendAsync(IEventLog log, SchedulerMachine machine, SchedulerEvent decided)
    {
        var (manifest, payload) = JournalCodec.Write(new EventBatch([decided]));
        await log.AppendAsync(id, [new Stored(++_sequence, manifest, payload)], default);
        machine.Replay(decided);
        Written += payload.Length;
    }

    private async Task TakeSnapshotAsync(IEventLog log, SchedulerMachine machine)
    {
        var (manifest, payload) = JournalCodec.Write(machine.ToSnapshot());
        await log.SaveSnapshotAsync(id, new Stored(_sequence, manifest, payload), default);
        await log.DeleteToAsync(id, _sequence, default);
        Written += payload.Length;
    }
}
