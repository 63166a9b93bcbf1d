using Fleet.Control.Hosting;
using Fleet.Control.Journal.PostgreSql;
using Fleet.Control.Journal.Sqlite;

namespace Fleet.Control.Journal;

/// <summary>The backends by the name that the configuration gives.</summary>
internal static class JournalBackends
{
    /// <param name="folder">Of the control host's own state.</param>
    /// <exception cref="ControlException">There is no such backend, or it lacks something.</exception>
    public static IJournalBackend Choose(JournalSettings settings, string folder) => settings.Backend switch
    {
        JournalSettings.SqliteName => new SqliteBackend(folder),
        JournalSettings.PostgreSqlName when settings.Connection.Length == 0 => throw new ControlException(
            "the postgresql journal needs a connection string, e.g. Host=10.0.0.9;Username=fleet;Password=...;Database=fleet"),
        JournalSettings.PostgreSqlName => new PostgreSqlBackend(settings.Connection),
        _ => throw new ControlException(
            $"there is no journal backend '{settings.Backend}': use {JournalSettings.SqliteName} (one control host) "
            + $"or {JournalSettings.PostgreSqlName}"),
    };
}
