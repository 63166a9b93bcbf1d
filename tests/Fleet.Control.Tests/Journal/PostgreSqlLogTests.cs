using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Journal.PostgreSql;
using Fleet.Control.Tests.Support;

namespace Fleet.Control.Tests.Journal;

[Collection(PostgreSqlCollection.Name)]
public sealed class PostgreSqlLogTests(PostgreSqlServer server) : SharedLogContract
{
    private string? _connection;

    private protected override Task<IEventLog> OpenAsync()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        return new PostgreSqlBackend(_connection ??= server.NewDatabase()).OpenAsync(default);
    }

    private protected override long BytesOnDisk
    {
        get
        {
            using var source = Npgsql.NpgsqlDataSource.Create(_connection!);
            using var command = source.CreateCommand("SELECT pg_database_size(current_database())");
            return (long)command.ExecuteScalar()!;
        }
    }

    [SkippableFact]
    public async Task An_append_is_whole_or_nothing()
    {
        await using var log = await OpenAsync();
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => log.AppendAsync("scheduler", [Event(2), Event(1)], default));
        Assert.Equal(1, await log.OpenAsync("scheduler", default));
        Assert.Single(await ReadAsync(log, 1, 9));
    }

    [SkippableFact]
    public async Task A_full_disk_is_told_and_once_there_is_room_the_same_log_goes_on()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        using var disk = new SmallDisk("32m", owner: "postgres");
        string connection = server.NewDatabase(on: disk.Path);
        await using (var log = await new PostgreSqlBackend(connection).OpenAsync(default))
        {
            var full = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => disk.FillAsync(log));
            Assert.Equal(Npgsql.PostgresErrorCodes.DiskFull, full.SqlState);
            disk.Grow("256m");
            await disk.GoOnAsync(log);
        }
        server.Drop(connection);
    }

    [SkippableFact]
    public async Task Nothing_acknowledged_is_lost_when_the_writer_is_killed_at_any_instant()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        string connection = server.NewDatabase();
        await KilledWriter.CheckAsync("postgresql", connection, () => new PostgreSqlBackend(connection).OpenAsync(default));
    }

    [SkippableTheory]
    [InlineData("Host=127.0.0.1;Port=1;Username=fleet;Database=fleet", "out of reach")]
    [InlineData("Hots=127.0.0.1", "connection string is wrong")]
    public async Task What_is_wrong_with_the_connection_is_said(string connection, string expected)
    {
        var refused = await Assert.ThrowsAsync<ControlException>(() => new PostgreSqlBackend(connection).OpenAsync(default));
        Assert.Contains(expected, refused.Message);
    }

    [SkippableFact]
    public async Task A_missing_database_is_named_with_the_cure()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        var refused = await Assert.ThrowsAsync<ControlException>(() => new PostgreSqlBackend(server.ConnectionTo("nosuch")).OpenAsync(default));
        Assert.Contains("createdb nosuch", refused.Message);
    }
}
