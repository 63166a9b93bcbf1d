using Fleet.Control.Hosting;
using Npgsql;

namespace Fleet.Control.Journal.PostgreSql;

/// <summary>
/// Whether a commit of the server is on its disk when it is acknowledged (postgresql.conf: fsync, synchronous_commit). The fence of the
/// journal rests on it: a placement that was sent to a node and then forgotten would be made a second time.
/// </summary>
internal static class Durability
{
    /// <returns>False where the server answers before it has flushed; a session can ask for better, see <see cref="WaitedFor"/>.</returns>
    /// <exception cref="ControlException">The server never flushes, and no session can change that.</exception>
    public static async Task<bool> IsWaitedForAsync(NpgsqlDataSource source, string journal, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("SELECT current_setting('fsync'), current_setting('synchronous_commit')");
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await reader.ReadAsync(cancel).ConfigureAwait(false);
        if (reader.GetString(0) == "off")
        {
            throw new ControlException(
                $"{journal}: the server runs with fsync = off, so a crash of its machine loses what it has acknowledged. Set fsync = on in its postgresql.conf.");
        }
        return reader.GetString(1) != "off";
    }

    /// <summary>The same connection, whose commits are flushed before they are acknowledged.</summary>
    public static NpgsqlConnectionStringBuilder WaitedFor(NpgsqlConnectionStringBuilder connection)
    {
        connection.Options = $"{connection.Options} -c synchronous_commit=on".Trim();
        return connection;
    }
}
