using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Journal.Sqlite;
using Fleet.Control.Tests.Support;

namespace Fleet.Control.Tests.Journal;

public sealed class SqliteLogTests : EventLogContract, IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    private protected override Task<IEventLog> OpenAsync() => new SqliteBackend(_state.Path).OpenAsync(default);

    private protected override long BytesOnDisk => new DirectoryInfo(_state.Path).EnumerateFiles().Sum(file => file.Length);

    [SkippableFact]
    public async Task A_full_disk_is_told_and_once_there_is_room_the_same_log_goes_on()
    {
        Skip.IfNot(Environment.UserName == "root", "it mounts a small file system");
        using var disk = new SmallDisk("2m");
        await using var log = await new SqliteBackend(disk.Path).OpenAsync(default);
        var full = await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => disk.FillAsync(log));
        Assert.Contains("full", full.Message);
        disk.Grow("64m");
        await disk.GoOnAsync(log);
    }

    [Fact]
    public Task Nothing_acknowledged_is_lost_when_the_writer_is_killed_at_any_instant() =>
        KilledWriter.CheckAsync("sqlite", _state.Path, OpenAsync);

    [Fact]
    public async Task A_second_holder_of_the_folder_is_refused_and_the_first_is_named()
    {
        await using var log = await OpenAsync();
        var refused = await Assert.ThrowsAsync<ControlException>(OpenAsync);
        Assert.Contains($"in use by process {Environment.ProcessId}.", refused.Message);
        Assert.Contains(_state.Path, refused.Message);
    }

    // One host's file has no second writer to fence: as long as the first lives, even stopped, there is none.
    [Fact]
    public async Task A_writer_that_stands_still_keeps_others_out_and_once_it_is_dead_the_next_goes_on_behind_its_last_event()
    {
        await using var writer = await StoppedWriter.StartAsync(_state.Path);
        var refused = await Assert.ThrowsAsync<ControlException>(OpenAsync);
        Assert.Contains($"in use by process {writer.Pid}.", refused.Message);
        await writer.KillAsync();

        await using var log = await OpenAsync();
        long highest = await log.OpenAsync(WriterProgram.Id, default);
        Assert.True(highest >= writer.Acknowledged);
        await log.AppendAsync(WriterProgram.Id, [Event(highest + 1)], default);
        Assert.Equal(2, (await ReadAsync(log, highest + 1, long.MaxValue, id: WriterProgram.Id)).Single().Writer);
    }

    [Fact]
    public async Task Of_two_incarnations_in_one_process_the_older_cannot_write_what_the_newer_has_written()
    {
        await using var log = await OpenAsync();
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(2)], default);
        await Assert.ThrowsAnyAsync<Exception>(() => log.AppendAsync("scheduler", [Event(2)], default));
        Assert.Equal([1, 2], (await ReadAsync(log, 1, 9)).Select(e => e.Writer));
    }

    [Fact]
    public async Task A_damaged_file_is_named_with_the_cure_and_stays_as_it_is()
    {
        string path = Path.Combine(_state.Path, "journal.db");
        await File.WriteAllTextAsync(path, new string('x', 8192));
        var refused = await Assert.ThrowsAsync<ControlException>(OpenAsync);
        Assert.Contains($"{path} is damaged", refused.Message);
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        string file = Path.Combine(_state.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var refused = await Assert.ThrowsAsync<ControlException>(() => new SqliteBackend(Path.Combine(file, "control")).OpenAsync(default));
        Assert.Contains(file, refused.Message);
    }
}
