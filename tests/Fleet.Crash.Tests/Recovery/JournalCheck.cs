using System.Text;
using Fleet.Control.Journal;
using Fleet.Control.Journal.Events;
using Fleet.Control.Journal.Sqlite;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>The scheduler's journal opens, can be read without a gap, and speaks of every job that was accepted.</summary>
internal static class JournalCheck
{
    public static async Task RunAsync(string folder, IReadOnlyCollection<string> promised, List<string> wrong)
    {
        const string id = "scheduler";
        await using var log = await new SqliteBackend(folder).OpenAsync(default).ConfigureAwait(false);
        long highest = await log.OpenAsync(id, default).ConfigureAwait(false);
        var snapshot = await log.LoadSnapshotAsync(id, default).ConfigureAwait(false);
        var payloads = new List<byte[]>();
        if (snapshot is { } taken) payloads.Add(Read(taken));
        long expected = (snapshot?.Sequence ?? 0) + 1;
        await foreach (var stored in log.ReadAsync(id, expected, long.MaxValue, long.MaxValue, default).ConfigureAwait(false))
        {
            if (stored.Sequence != expected++) wrong.Add($"the journal has event {stored.Sequence} where {expected - 1} should be");
            payloads.Add(Read(stored));
        }
        if (expected <= highest) wrong.Add($"the journal ends at {expected - 1}, and had {highest} events");
        foreach (string job in promised)
        {
            if (!payloads.Any(payload => payload.AsSpan().IndexOf(Encoding.UTF8.GetBytes(job)) >= 0)) wrong.Add($"job {job} is not in the journal");
        }
    }

    private static byte[] Read(Stored stored)
    {
        _ = JournalCodec.Read(stored.Manifest, stored.Payload.Span);    // it can be understood
        return stored.Payload.ToArray();
    }
}
