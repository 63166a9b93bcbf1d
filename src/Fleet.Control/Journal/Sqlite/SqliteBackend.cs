using System.Globalization;
using Fleet.Control.Hosting;
using Microsoft.Data.Sqlite;

namespace Fleet.Control.Journal.Sqlite;

/// <summary>One file in the state folder, for a cluster with a single control host.</summary>
public sealed class SqliteBackend(string folder) : IJournalBackend
{
    private string DatabasePath => Path.Combine(folder, "journal.db");

    public string Description => $"SQLite journal {DatabasePath}";

    public bool IsShared => false;

    public Task<IEventLog> OpenAsync(CancellationToken cancel) => Task.Run<IEventLog>(Open, cancel);

    private SqliteLog Open()
    {
        var holder = HolderFile.Take(folder);
        try
        {
            return new SqliteLog(DatabasePath, holder);
        }
        catch (SqliteException error)
        {
            holder.Dispose();
            throw new ControlException(Explain(error), error);
        }
        catch
        {
            holder.Dispose();
            throw;
        }
    }

    private string Explain(SqliteException error) => error.SqliteErrorCode switch
    {
        11 or 26 => $"{Description} is damaged ({error.Message}). Restore it from a copy; or move it away to begin with an empty cluster.",
        8 => $"{Description} cannot be written. Check the owner and the mount of {folder}.",
        10 or 13 => $"{Description} cannot be written ({error.Message}). Is the disk full?",
        14 => $"{Description} cannot be opened. Check the permissions of {folder}.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Description} cannot be used: {error.Message}"),
    };
}
