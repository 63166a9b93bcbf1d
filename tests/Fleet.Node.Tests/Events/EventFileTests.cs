using Fleet.Node.Events;

namespace Fleet.Node.Tests.Events;

public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<List<string>> NamesAsync(EventLog log)
    {
        var names = new List<string>();
        await foreach (var happened in log.ReadAsync(DateTimeOffset.MinValue, follow: false, CancellationToken.None)) names.Add(happened.Name);
        return names;
    }

    [Fact]
    public async Task Events_outlive_the_agent_with_all_that_they_say()
    {
        using (var file = new EventFile(_folder)) new EventLog(TimeProvider.System, file).Add("container", "die", "1", "a", ("exitCode", "3"));
        using var again = new EventFile(_folder);
        var log = new EventLog(TimeProvider.System, again);
        log.Add("container", "start", "2", "b");
        Assert.Equal(["a", "b"], await NamesAsync(log));
        Assert.Equal("3", again.Read().First().Attributes["exitCode"]);
    }

    [Fact]
    public void A_line_that_was_cut_costs_itself_alone()
    {
        using (var file = new EventFile(_folder)) new EventLog(TimeProvider.System, file).Add("container", "start", "1", "a");
        File.AppendAllText(Path.Combine(_folder, "events"), "{\"time\":\"2026-");
        using (var file = new EventFile(_folder)) new EventLog(TimeProvider.System, file).Add("container", "start", "2", "b");
        using var last = new EventFile(_folder);
        Assert.Equal(["a", "b"], last.Read().Select(happened => happened.Name));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_the_agent_still_starts_and_remembers()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "events"));     // in the file's place
        using var file = new EventFile(_folder);
        var log = new EventLog(TimeProvider.System, file);
        log.Add("container", "start", "1", "a");
        Assert.Equal(["a"], await NamesAsync(log));
    }

    [Fact]
    public async Task The_files_are_bounded_and_the_newest_are_kept()
    {
        using (var file = new EventFile(_folder))
        {
            var log = new EventLog(TimeProvider.System, file);
            string wide = new('x', 1000);
            for (int i = 0; i < 6000; i++) log.Add("container", "start", "1", $"n{i}", ("wide", wide));
        }

        Assert.InRange(Directory.GetFiles(_folder).Sum(path => new FileInfo(path).Length), 1, 5 << 20);
        using var again = new EventFile(_folder);
        Assert.Equal("n5999", (await NamesAsync(new EventLog(TimeProvider.System, again)))[^1]);
    }
}
