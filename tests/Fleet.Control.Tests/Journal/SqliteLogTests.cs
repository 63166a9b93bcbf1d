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

    [Fact]
    public async Task Events_outlive_the_process_that_wrote_them()
    {
        await using (var log = await OpenAsync())
        {
            await log.OpenAsync("scheduler", default);
            await log.AppendAsync("scheduler", [Event(1)], default);
        }
        await using var again = await OpenAsync();
        Assert.Equal(1, await again.OpenAsync("scheduler", default));
        Assert.Single(await ReadAsync(again, 1, 9));
    }

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
