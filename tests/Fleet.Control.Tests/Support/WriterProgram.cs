using System.Globalization;
using Fleet.Control.Journal;
using Fleet.Control.Journal.PostgreSql;
using Fleet.Control.Journal.Sqlite;

namespace Fleet.Control.Tests.Support;

/// <summary>
/// This assembly run as a program: <c>write sqlite FOLDER</c> or <c>write postgresql CONNECTION</c> appends without end, or up to a
/// number that follows, and tells each acknowledgement.
/// </summary>
internal static class WriterProgram
{
    public const string Id = "scheduler";

    public static async Task Main(string[] words)
    {
        if (words is not ["write", var backend, var place, ..]) return;
        IJournalBackend journal = backend == "sqlite" ? new SqliteBackend(place) : new PostgreSqlBackend(place);
        await using var log = await journal.OpenAsync(default);
        long last = words.Length > 3 ? long.Parse(words[3], CultureInfo.InvariantCulture) : long.MaxValue;
        for (long next = await log.OpenAsync(Id, default) + 1; next <= last; next++)
        {
            await log.AppendAsync(Id, [new Stored(next, "batch/1", new byte[200])], default);
            Console.Out.WriteLine(next.ToString(CultureInfo.InvariantCulture));
        }
    }
}
