using System.Diagnostics;
using Fleet.Crash.Tests.Recording;

namespace Fleet.Crash.Tests.Journal;

/// <summary>A private PostgreSQL whose every call is recorded.</summary>
internal sealed class TracedPostgres : IDisposable
{
    private static readonly string? Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin")).LastOrDefault()
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-crash-pg-").FullName;
    private readonly Recorder _recorder;

    /// <param name="settings">As <c>-c NAME=VALUE</c>.</param>
    public TracedPostgres(params string[] settings)
    {
        Run("chown", "postgres:", _folder);
        Run("runuser", "-u", "postgres", "--", Path.Combine(Bin!, "initdb"), "--no-sync", "--auth=trust", "--pgdata", Data);
        // Beside the data, which the traced server alone may write.
        Before = [.. Directory.EnumerateFiles(Wal)];
        string[] words = ["-D", Data, "-k", _folder, "-c", "listen_addresses=", "-c", "autovacuum=off", .. settings.SelectMany(setting => (string[])["-c", setting])];
        _recorder = new Recorder(Path.Combine(_folder, "trace"), ["/sbin/runuser", "-u", "postgres", "--", Path.Combine(Bin!, "postgres"), .. words]);
    }

    public static string WhyNot => Bin is null ? "Debian's package postgresql is not installed"
        : Environment.UserName != "root" ? "the server is started as user postgres, which needs root"
        : !Recorder.IsHere ? "strace is not there: install Debian's strace" : "";

    public string Connection => $"Host={_folder};Username=postgres;Database=postgres";

    public string Wal => Path.Combine(Data, "pg_wal");

    /// <summary>Files of the write-ahead log that were there when the recording began.</summary>
    public IReadOnlyList<string> Before { get; }

    private string Data => Path.Combine(_folder, "data");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Ends the server at once and gives what it did.</summary>
    public IReadOnlyList<TracedCall> Stop()
    {
        Run("runuser", "-u", "postgres", "--", Path.Combine(Bin!, "pg_ctl"), "--pgdata", Data, "--wait", "--mode=immediate", "stop");
        return [.. _recorder.Calls()];
    }

    public void Dispose()
    {
        if (File.Exists(PidFile)) Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)} ended with {process.ExitCode}: {output}");
    }
}
