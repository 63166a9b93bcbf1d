using System.Net.Sockets;
using Fleet.Control.Hosting;
using Npgsql;

namespace Fleet.Control.Journal.PostgreSql;

/// <summary>Two tables and a row of a PostgreSQL database (12 or later) that all control hosts reach.</summary>
public sealed class PostgreSqlBackend(string connection) : IJournalBackend
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS fleet_writer (id text PRIMARY KEY, generation bigint NOT NULL, highest bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS fleet_event (
          id text NOT NULL, sequence bigint NOT NULL, generation bigint NOT NULL, manifest text NOT NULL, payload bytea NOT NULL,
          PRIMARY KEY (id, sequence));
        CREATE TABLE IF NOT EXISTS fleet_snapshot (
          id text PRIMARY KEY, sequence bigint NOT NULL, generation bigint NOT NULL, manifest text NOT NULL, payload bytea NOT NULL);
        """;

    public string Description
    {
        get
        {
            var read = Read();
            return $"PostgreSQL journal, database '{read.Database}' at {read.Host}:{read.Port}";
        }
    }

    public bool IsShared => true;

    public async Task<IEventLog> OpenAsync(CancellationToken cancel)
    {
        var source = NpgsqlDataSource.Create(Read());
        try
        {
            if (!await Durability.IsWaitedForAsync(source, Description, cancel).ConfigureAwait(false))
            {
                await source.DisposeAsync().ConfigureAwait(false);
                source = NpgsqlDataSource.Create(Durability.WaitedFor(Read()));
            }
            await using var opened = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            // Under a lock, for two hosts that start together would both create, and one of them fail.
            await using var batch = new NpgsqlBatch(opened)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(4710)"),
                },
            };
            await using var transaction = await opened.BeginTransactionAsync(cancel).ConfigureAwait(false);
            batch.Transaction = transaction;
            foreach (string statement in Tables.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            await batch.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
            return new PostgreSqlLog(source);
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw new ControlException(Explain(error), error);
        }
    }

    private NpgsqlConnectionStringBuilder Read()
    {
        try
        {
            var read = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "fleet" };
            if (!connection.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) (read.Timeout, read.CommandTimeout) = (5, 15);
            return read;
        }
        catch (ArgumentException error)
        {
            throw new ControlException(
                $"the journal's connection string is wrong: {error.Message} "
                + "Write e.g. Host=10.0.0.9;Username=fleet;Password=...;Database=fleet", error);
        }
    }

    private string Explain(Exception error) => error is PostgresException refused
        ? refused.SqlState switch
        {
            "28P01" or "28000" => $"{Description}: the user or password is refused ({refused.MessageText}). Check both, and pg_hba.conf.",
            "3D000" => $"{Description}: there is no such database. Create it with: createdb {Read().Database}",
            "42501" => $"{Description}: the user may not create tables there. Grant it CREATE on the schema.",
            _ => $"{Description} cannot be used: {refused.MessageText} ({refused.SqlState})",
        }
        : $"{Description} is out of reach: {error.GetBaseException().Message}. Does it run, and may this host connect to it?";
}
