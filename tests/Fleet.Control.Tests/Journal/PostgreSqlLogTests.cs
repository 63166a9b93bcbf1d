using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Journal.PostgreSql;
using Fleet.Control.Tests.Support;

namespace Fleet.Control.Tests.Journal;

[Collection(PostgreSqlCollection.Name)]
public sealed class PostgreSqlLogTests(PostgreSqlServer server) : EventLogContract
{
    private string? _connection;

    private protected override Task<IEventLog> OpenAsync()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        return new PostgreSqlBackend(_connection ??= server.NewDatabase()).OpenAsync(default);
    }

    [SkippableFact]
    public async Task A_writer_is_shut_out_once_another_has_opened_the_log()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.OpenAsync("scheduler", default);
        await first.AppendAsync("scheduler", [Event(1)], default);

        Assert.Equal(1, await second.OpenAsync("scheduler", default));
        await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync("scheduler", [Event(2)], default));
        await Assert.ThrowsAsync<FencedException>(() => first.SaveSnapshotAsync("scheduler", Event(1), default));

        await second.AppendAsync("scheduler", [Event(2)], default);
        Assert.Equal([1, 2], (await ReadAsync(first, 1, 9)).Select(e => e.Writer));
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
