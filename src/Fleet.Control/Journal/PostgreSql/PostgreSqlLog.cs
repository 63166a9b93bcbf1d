using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Fleet.Control.Journal.PostgreSql;

/// <summary>
/// The log in PostgreSQL. Every write is one statement that claims the writer's row in passing: the row's lock orders writers,
/// and a claim with an older generation than the row's writes nothing.
/// </summary>
internal sealed class PostgreSqlLog(NpgsqlDataSource source) : IEventLog
{
    private const int Page = 256;      // events read at a time

    private readonly ConcurrentDictionary<string, long> _writers = new();

    public async Task<long> OpenAsync(string id, CancellationToken cancel)
    {
        await using var command = Command("""
            INSERT INTO fleet_writer (id, generation, highest) VALUES ($1, 1, 0)
            ON CONFLICT (id) DO UPDATE SET generation = fleet_writer.generation + 1
            RETURNING generation, highest
            """, id);
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await reader.ReadAsync(cancel).ConfigureAwait(false);
        _writers[id] = reader.GetInt64(0);
        return reader.GetInt64(1);
    }

    public async IAsyncEnumerable<Stored> ReadAsync(
        string id, long from, long to, long max, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (long left = max; left > 0 && from <= to;)
        {
            var page = await ReadPageAsync(id, from, to, Math.Min(left, Page), cancel).ConfigureAwait(false);
            if (page.Count == 0) yield break;
            foreach (var stored in page) yield return stored;
            left -= page.Count;
            from = page[^1].Sequence + 1;
        }
    }

    public async Task AppendAsync(string id, IReadOnlyList<Stored> events, CancellationToken cancel)
    {
        await using var command = Command("""
            WITH claim AS (UPDATE fleet_writer SET highest = GREATEST(highest, $3) WHERE id = $1 AND generation = $2 RETURNING 1)
            INSERT INTO fleet_event (id, sequence, generation, manifest, payload)
            SELECT $1, row.sequence, $2, row.manifest, row.payload FROM claim, unnest($4, $5, $6) AS row (sequence, manifest, payload)
            """, id, Writer(id), events[^1].Sequence,
            events.Select(stored => stored.Sequence).ToArray(),
            events.Select(stored => stored.Manifest).ToArray(),
            events.Select(stored => stored.Payload.ToArray()).ToArray());
        if (await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) != events.Count) throw new FencedException(id);
    }

    public async Task DeleteToAsync(string id, long sequence, CancellationToken cancel)
    {
        await using var command = Command("DELETE FROM fleet_event WHERE id = $1 AND sequence <= $2", id, sequence);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    public async Task SaveSnapshotAsync(string id, Stored snapshot, CancellationToken cancel)
    {
        await using var command = Command("""
            WITH claim AS (UPDATE fleet_writer SET highest = highest WHERE id = $1 AND generation = $2 RETURNING 1)
            INSERT INTO fleet_snapshot (id, sequence, generation, manifest, payload) SELECT $1, $3, $2, $4, $5 FROM claim
            ON CONFLICT (id) DO UPDATE SET sequence = EXCLUDED.sequence, generation = EXCLUDED.generation,
              manifest = EXCLUDED.manifest, payload = EXCLUDED.payload
            """, id, Writer(id), snapshot.Sequence, snapshot.Manifest, snapshot.Payload.ToArray());
        if (await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) != 1) throw new FencedException(id);
    }

    public async Task<Stored?> LoadSnapshotAsync(string id, CancellationToken cancel)
    {
        await using var command = Command("SELECT sequence, manifest, payload, generation FROM fleet_snapshot WHERE id = $1", id);
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        return await reader.ReadAsync(cancel).ConfigureAwait(false) ? Take(reader) : null;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<List<Stored>> ReadPageAsync(string id, long from, long to, long max, CancellationToken cancel)
    {
        await using var command = Command("""
            SELECT sequence, manifest, payload, generation FROM fleet_event
            WHERE id = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence LIMIT $4
            """, id, from, to, max);
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var page = new List<Stored>();
        while (await reader.ReadAsync(cancel).ConfigureAwait(false)) page.Add(Take(reader));
        return page;
    }

    private long Writer(string id) => _writers.TryGetValue(id, out long generation) ? generation : throw new FencedException(id);

    private static Stored Take(NpgsqlDataReader reader) =>
        new(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)) { Writer = reader.GetInt64(3) };

    private NpgsqlCommand Command(string text, params object[] parameters)
    {
#pragma warning disable CA2100 // every text is a literal of this file
        var command = source.CreateCommand(text);
#pragma warning restore CA2100
        foreach (object value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
