using System.Diagnostics;

namespace Fleet.Control.Tests.Support;

/// <summary>A private PostgreSQL in a temporary folder, on a unix socket there and nowhere else; one for all tests that need it.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private readonly string? _bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin")).LastOrDefault()
        : null;

    private readonly string _folder = "";
    private int _databases;

    public PostgreSqlServer()
    {
        if (WhyNot.Length > 0) return;
        _folder = Directory.CreateTempSubdirectory("fleet-ctrl-pg-").FullName;
        Run("chown", "postgres:", _folder);
        AsPostgres(Path.Combine(_bin!, "initdb"), "--no-sync", "--auth=trust", "--encoding=UTF8", "--pgdata", Path.Combine(_folder, "data"));
        AsPostgres(Path.Combine(_bin!, "pg_ctl"), "--pgdata", Path.Combine(_folder, "data"), "--wait", "--timeout=60",
            "--log", Path.Combine(_folder, "log"), "--options", $"-k {_folder} -c listen_addresses='' -c max_connections=50", "start");
    }

    /// <summary>Empty when it runs.</summary>
    public string WhyNot => _bin is null ? "Debian's package postgresql is not installed"
        : Environment.UserName != "root" ? "the server is started as user postgres, which needs root" : "";

    /// <summary>A connection string to a new, empty database.</summary>
    public string NewDatabase()
    {
        string name = $"fleet{Interlocked.Increment(ref _databases)}";
        AsPostgres(Path.Combine(_bin!, "createdb"), "--host", _folder, name);
        return ConnectionTo(name);
    }

    /// <summary>A new one whose tables are on another disk.</summary>
    public string NewDatabase(string on)
    {
        string name = $"fleet{Interlocked.Increment(ref _databases)}";
        Sql($"CREATE TABLESPACE {name} LOCATION '{on}'");
        Sql($"CREATE DATABASE {name} TABLESPACE {name}");
        return ConnectionTo(name);
    }

    /// <summary>Takes it and its disk away.</summary>
    public void Drop(string connection)
    {
        string name = connection[(connection.LastIndexOf('=') + 1)..];
        Sql($"DROP DATABASE {name} WITH (FORCE)");
        Sql($"DROP TABLESPACE {name}");
    }

    private void Sql(string statement) => AsPostgres(Path.Combine(_bin!, "psql"), "--host", _folder, "--command", statement, "postgres");

    public string ConnectionTo(string database) => $"Host={_folder};Username=postgres;Database={database}";

    public void Dispose()
    {
        if (_folder.Length == 0) return;
        AsPostgres(Path.Combine(_bin!, "pg_ctl"), "--pgdata", Path.Combine(_folder, "data"), "--wait", "--mode=immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static void AsPostgres(params string[] command) => Run("runuser", ["-u", "postgres", "--", .. command]);

    private static void Run(string program, params string[] arguments)
    {
        // Not through pipes: the server would keep them open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {process.ExitCode}");
    }
}

[CollectionDefinition(Name)]
public sealed class PostgreSqlCollection : ICollectionFixture<PostgreSqlServer>
{
    public const string Name = "postgresql";
}
