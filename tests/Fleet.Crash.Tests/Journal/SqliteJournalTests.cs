using System.Globalization;
using System.Text;
using Fleet.Control.Journal.Sqlite;
using Fleet.Control.Tests.Support;
using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Recording;
using Fleet.Crash.Tests.Recovery;

namespace Fleet.Crash.Tests.Journal;

/// <summary>What the SQLite journal acknowledges has been flushed before: shown by its calls, which are all there is to go by.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private const int Events = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-crash-sqlite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Each_event_is_safe_when_it_is_acknowledged_and_without_its_flushes_it_would_not_be()
    {
        Skip.IfNot(Recorder.IsHere, "strace is not there: install Debian's strace");
        string root = Path.Combine(_folder, "root");
        Directory.CreateDirectory(root);
        var recorder = new Recorder(Path.Combine(_folder, "trace"), "/usr/bin/env", "dotnet", typeof(WriterProgram).Assembly.Location, "write", "sqlite", root, $"{Events}");
        var traced = recorder.Calls().ToList();
        var calls = DiskCalls.Of(traced, root).ToList();
        var told = traced.Where(call => call.Name == "write" && call.Arguments[0].Contains("<pipe:", StringComparison.Ordinal) && Number(call) > 0).ToList();
        Assert.Equal(Events, told.Count);

        int lost = 0;
        foreach (var acknowledgement in told)
        {
            long number = Number(acknowledgement);
            DiskCall[] before = [.. calls.Where(call => call.EndedAt <= acknowledgement.Began.At).Select(call => call.Call)];
            Assert.True(await LastAfterCutAsync(root, before) >= number, $"event {number} was acknowledged, and a power cut loses it");
            if (await LastAfterCutAsync(root, Missing.Flushes(root, before, "files")) < number) lost++;
        }
        Assert.Equal(Events, lost);
    }

    // What the program says on its standard output; 0 where it writes something else into a pipe.
    private static long Number(TracedCall write) =>
        long.TryParse(Encoding.ASCII.GetString(TracedText.Bytes(write.Arguments[1])), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static async Task<long> LastAfterCutAsync(string root, IEnumerable<DiskCall> calls)
    {
        var model = new DiskModel(root);
        foreach (var call in calls) model.Apply(call);
        using var disk = new CrashedDisk(new PowerCut(CutKind.SyncedOnly), model.Root);
        await using var log = await new SqliteBackend(disk.Folder).OpenAsync(default);
        long highest = await log.OpenAsync(WriterProgram.Id, default), count = 0;
        await foreach (var stored in log.ReadAsync(WriterProgram.Id, 1, highest, long.MaxValue, default)) Assert.Equal(++count, stored.Sequence);
        Assert.Equal(highest, count);
        return highest;
    }
}
