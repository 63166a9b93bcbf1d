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
