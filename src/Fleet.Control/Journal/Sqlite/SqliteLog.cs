using System.Runtime.CompilerServices;
using Fleet.Control.Hosting;
using Microsoft.Data.Sqlite;

namespace Fleet.Control.Journal.Sqlite;

/// <summary>
/// The log in one SQLite file: WAL with synchronous FULL, so an append is on the disk (one fsync) when it returns. One
/// connection, one use at a time, on a thread of its own, as SQLite's calls block.
/// </summary>
internal sealed class SqliteLog : IEventLog
{
    private const int Page = 256;      // events read at a time
    private const long Version = 1;     // of the tables
    private const string Versioned = "PRAGMA user_version = 1";

    private static readonly string[] Setup =
    [
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "CREATE TABLE IF NOT EXISTS writer (id TEXT PRIMARY KEY, generation INTEGER NOT NULL, highest INTEGER NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE IF NOT EXISTS event (
          id TEXT NOT NULL, sequence INTEGER NOT NULL, generation INTEGER NOT NULL, manifest TEXT NOT NULL, payload BLOB NOT NULL,
          PRIMARY KEY (id, sequence)) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS snapshot (
          id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, generation INTEGER NOT NULL, manifest TEXT NOT NULL, payload BLOB NOT NULL)
        """,
    ];

    private readonly BlockingThread _thread = new("journal");
    private readonly Dictionary<string, long> _writers = [];
    private readonly SqliteConnection _connection;
    private readonly IDisposable _holder;

    public SqliteLog(string path, IDisposable holder)
    {
        _holder = holder;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        try
        {
            // One at a time: of several in one command, Microsoft.Data.Sqlite swallows the errors of all after the first row.
            foreach (string statement in Setup) Execute(statement);
            TakeVersion(path);
        }
        catch
        {
            _ = _thread.EndAsync(_connection.Dispose);
            throw;
        }
    }

    public Task<long> OpenAsync(string id, CancellationToken cancel) => InTurn(() =>
    {
        using var transaction = _connection.BeginTransaction();
        using var raise = Command("""
            INSERT INTO writer (id, generation, highest) VALUES ($id, 1, 0) ON CONFLICT (id) DO UPDATE SET generation = generation + 1
            """, ("$id", id));
        raise.Transaction = transaction;
        raise.ExecuteNonQuery();
        using var read = Command("SELECT generation, highest FROM writer WHERE id = $id", ("$id", id));
        read.Transaction = transaction;
        long generation, highest;
        using (var reader = read.ExecuteReader())
        {
            reader.Read();
            (generation, highest) = (reader.GetInt64(0), reader.GetInt64(1));
        }
        transaction.Commit();
        _writers[id] = generation;
        return highest;
    }, cancel);

    public async IAsyncEnumerable<Stored> ReadAsync(
        string id, long from, long to, long max, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (long left = max; left > 0 && from <= to;)
        {
            var page = await InTurn(() => ReadPage(id, from, to, Math.Min(left, Page)), cancel).ConfigureAwait(false);
            if (page.Count == 0) yield break;
            foreach (var stored in page) yield return stored;
            left -= page.Count;
            from = page[^1].Sequence + 1;
        }
    }

    public Task AppendAsync(string id, IReadOnlyList<Stored> events, CancellationToken cancel) => InTurn(() =>
    {
        using var transaction = _connection.BeginTransaction();
        Claim(id, transaction, highest: events[^1].Sequence);
        using var insert = Command(
            "INSERT INTO event (id, sequence, generation, manifest, payload) VALUES ($id, $sequence, $generation, $manifest, $payload)");
        insert.Transaction = transaction;
        foreach (var stored in events) Insert(insert, id, stored);
        transaction.Commit();
        return 0;
    }, cancel);

    public Task DeleteToAsync(string id, long sequence, CancellationToken cancel) => InTurn(() =>
    {
        using var command = Command("DELETE FROM event WHERE id = $id AND sequence <= $to", ("$id", id), ("$to", sequence));
        return command.ExecuteNonQuery();
    }, cancel);

    public Task SaveSnapshotAsync(string id, Stored snapshot, CancellationToken cancel) => InTurn(() =>
    {
        using var transaction = _connection.BeginTransaction();
        Claim(id, transaction, highest: 0);
        using var insert = Command("""
            INSERT OR REPLACE INTO snapshot (id, sequence, generation, manifest, payload)
            VALUES ($id, $sequence, $generation, $manifest, $payload)
            """);
        insert.Transaction = transaction;
        Insert(insert, id, snapshot);
        transaction.Commit();
        return 0;
    }, cancel);

    public Task<Stored?> LoadSnapshotAsync(string id, CancellationToken cancel) => InTurn<Stored?>(() =>
    {
        using var command = Command("SELECT sequence, manifest, payload, generation FROM snapshot WHERE id = $id", ("$id", id));
        using var reader = command.ExecuteReader();
        return reader.Read() ? Take(reader) : null;
    }, cancel);

    public async ValueTask DisposeAsync()
    {
        await _thread.EndAsync(_connection.Dispose).ConfigureAwait(false);
        _holder.Dispose();
    }

    /// <summary>Proves within the transaction that no later writer has opened the id.</summary>
    private void Claim(string id, SqliteTransaction transaction, long highest)
    {
        using var command = Command("""
            UPDATE writer SET highest = MAX(highest, $highest) WHERE id = $id AND generation = $generation
            """, ("$id", id), ("$generation", _writers.GetValueOrDefault(id)), ("$highest", highest));
        command.Transaction = transaction;
        if (command.ExecuteNonQuery() != 1) throw new FencedException(id);
    }

    private void Insert(SqliteCommand insert, string id, Stored stored)
    {
        insert.Parameters.Clear();
        insert.Parameters.AddWithValue("$id", id);
        insert.Parameters.AddWithValue("$sequence", stored.Sequence);
        insert.Parameters.AddWithValue("$generation", _writers[id]);
        insert.Parameters.AddWithValue("$manifest", stored.Manifest);
        insert.Parameters.AddWithValue("$payload", stored.Payload.ToArray());
        insert.ExecuteNonQuery();
    }

    private List<Stored> ReadPage(string id, long from, long to, long max)
    {
        using var command = Command("""
            SELECT sequence, manifest, payload, generation FROM event
            WHERE id = $id AND sequence BETWEEN $from AND $to ORDER BY sequence LIMIT $max
            """, ("$id", id), ("$from", from), ("$to", to), ("$max", max));
        using var reader = command.ExecuteReader();
        var page = new List<Stored>();
        while (reader.Read()) page.Add(Take(reader));
        return page;
    }

    private static Stored Take(SqliteDataReader reader) =>
        new(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)) { Writer = reader.GetInt64(3) };

    private SqliteCommand Command(string text, params (string Name, object Value)[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every text is a literal of this file
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void TakeVersion(string path)
    {
        using var read = Command("PRAGMA user_version");
        long version = (long)read.ExecuteScalar()!;
        if (version > Version) throw new ControlException($"{path} was written by a later version of Fleet: start that version.");
        Execute(Versioned);
    }

    private void Execute(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }

    private Task<T> InTurn<T>(Func<T> work, CancellationToken cancel) => _thread.Run(work, cancel);
}
