namespace Fleet.Control.Journal;

/// <summary>Which backend keeps the scheduler's events.</summary>
/// <param name="Backend"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Connection">postgresql: Npgsql's connection string.</param>
public sealed record JournalSettings(string Backend, string Connection = "")
{
    public const string SqliteName = "sqlite";
    public const string PostgreSqlName = "postgresql";

    /// <summary>A file in the state folder; for a single control host.</summary>
    public static readonly JournalSettings Sqlite = new(SqliteName);

    public static JournalSettings PostgreSql(string connection) => new(PostgreSqlName, connection);
}
