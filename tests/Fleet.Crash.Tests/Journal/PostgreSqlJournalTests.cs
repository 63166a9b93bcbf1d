using Fleet.Cluster.Tests.Harness;
using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Journal.PostgreSql;
using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Recording;

namespace Fleet.Crash.Tests.Journal;

/// <summary>What the PostgreSQL journal acknowledges is in the server's write-ahead log, flushed, whatever the server's defaults are.</summary>
public sealed class PostgreSqlJournalTests
{
    private const int Events = 20;

    [SkippableTheory]
    [InlineData("synchronous_commit=on")]
    [InlineData("synchronous_commit=off")]
    public async Task Each_event_is_safe_when_it_is_acknowledged(string setting)
    {
        Skip.IfNot(TracedPostgres.WhyNot.Length == 0, TracedPostgres.WhyNot);
        using var server = new TracedPostgres(setting);
        var told = new List<(double At, byte[] Payload)>();
        await using (var log = await OpenAsync(server))
        {
            await log.OpenAsync("scheduler", default);
            for (int sequence = 1; sequence <= Events; sequence++)
            {
                byte[] payload = new byte[500];
                new Random(sequence).NextBytes(payload);        // so that it is found again, and not compressed
                await log.AppendAsync("scheduler", [new Stored(sequence, "batch/1", payload)], default);
                told.Add(((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds, payload));
            }
        }
        var calls = DiskCalls.Of(server.Stop(), server.Wal).ToList();
        foreach (var (at, payload) in told)
        {
            Assert.True(IsInLog(server, calls.Where(call => call.EndedAt <= at).Select(call => call.Call), payload), $"event {told.FindIndex(entry => entry.At == at) + 1} was acknowledged, and a power cut of the server loses it");
        }
        Assert.False(IsInLog(server, calls.Select(call => call.Call).Where(call => call is not SyncEnded), told[^1].Payload), "the check cannot fail");
    }

    [SkippableFact]
    public async Task A_server_that_never_flushes_is_refused_with_the_cure()
    {
        Skip.IfNot(TracedPostgres.WhyNot.Length == 0, TracedPostgres.WhyNot);
        using var server = new TracedPostgres("fsync=off");
        var refused = await Assert.ThrowsAsync<ControlException>(() => OpenAsync(server));
        Assert.Contains("fsync = off", refused.Message);
        Assert.Contains("Set fsync = on", refused.Message);
    }

    private static bool IsInLog(TracedPostgres server, IEnumerable<DiskCall> calls, byte[] payload)
    {
        var model = new DiskModel(server.Wal);
        DiskCall[] made = [.. server.Before.Select(path => new Opened(path, true, false, false)), new SyncBegan(null, -1), new SyncEnded(-1)];
        foreach (var call in (IEnumerable<DiskCall>)[.. made, .. calls]) model.Apply(call);
        bool found = false;
        var cut = new PowerCut(CutKind.SyncedOnly);
        // A page of the log may end in its midst, and then a head comes in between.
        byte[][] halves = [payload[..(payload.Length / 2)], payload[(payload.Length / 2)..]];
        cut.Walk(model.Root, (_, inode) => found |= inode is FileInode file && halves.Any(half => cut.BytesOf(file).AsSpan().IndexOf(half) >= 0));
        return found;
    }

    // It takes a moment until it listens.
    private static async Task<IEventLog> OpenAsync(TracedPostgres server)
    {
        Until.True(() => File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(server.Wal))!, ".s.PGSQL.5432")), "the server listens");
        while (true)
        {
            try
            {
                return await new PostgreSqlBackend(server.Connection).OpenAsync(default);
            }
            catch (ControlException e) when (e.InnerException is Npgsql.PostgresException { SqlState: "57P03" })
            {
                await Task.Yield();     // it is starting up
            }
        }
    }
}
