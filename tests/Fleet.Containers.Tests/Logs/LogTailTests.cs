using System.Text;
using Fleet.Containers.Logs;

namespace Fleet.Containers.Tests.Logs;

/// <summary>The last lines of written-out log files.</summary>
public sealed class LogTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-cont-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "err2|")]
    [InlineData(2, "c>D|err2|")]
    [InlineData(3, "b|c>D|err2|")]
    [InlineData(4, "err1|b|c>D|err2|")]
    [InlineData(9, "a|err1|b|c>D|err2|")]
    public async Task A_line_in_pieces_counts_once_by_its_beginning_even_with_the_other_stream_in_between(int tail, string expected)
    {
        Write(1, "o F a", "e F err1", "o F b");
        Write(2, "o P c>", "e F err2", "o F D");
        Assert.Equal(Sorted(expected), Sorted(await Read(tail)));
    }

    [Fact]
    public async Task A_line_across_files_is_not_two()
    {
        Write(1, "o F a", "o P b1");
        Write(2, "o P b2", "o F b3", "o F c");
        Assert.Equal("c|", await Read(1));
        Assert.Equal("b1b2b3|c|", await Read(2));
        Assert.Equal("a|b1b2b3|c|", await Read(3));
    }

    [Fact]
    public async Task An_open_line_is_one_of_the_last()
    {
        Write(1, "o F a", "o F b", "o P open", "e F err");
        Assert.Equal("err|", await Read(1));
        Assert.Equal("openerr|", await Read(2));
        Assert.Equal("", await Read(0));
    }

    [Fact]
    public async Task What_the_start_cuts_off_is_left_out()
    {
        Write(1, "o P long1", "e F err1", "o P long2", "o F long3", "o F next");
        Assert.Equal("next|", await Read(1));
        Assert.Equal("err1|next|", await Read(2));      // the long line began before
        Assert.Equal("long1err1|long2long3|next|", await Read(3));
    }

    [Fact]
    public async Task A_file_rotated_away_before_it_was_read_is_a_said_gap()
    {
        Write(3, "o F a");
        Write(5, "o F b");
        var gaps = new List<bool>();
        await foreach (LogEntry entry in new LogReader(_folder, new LogQuery(), Task.CompletedTask).ReadAsync(default))
        {
            gaps.Add(entry.Gap);
        }

        Assert.Equal([false, true], gaps);
    }

    [Fact]
    public async Task What_the_shim_could_not_write_is_a_said_gap_and_a_torn_record_is_not_shown()
    {
        Write(1, "o F a", "fleet F lost 7 bytes");
        File.AppendAllText(Path.Combine(_folder, "1"), "2026-01-01T00:00:00.0000000");
        LogEntry[] entries = await new LogReader(_folder, new LogQuery(), Task.CompletedTask).ReadAsync(default).ToArrayAsync();
        Assert.Equal([false, true], entries.Select(entry => entry.Gap));
        Assert.Empty(entries[1].Content.ToArray());
    }

    /// <summary>Which of two streams' ends comes first in the joined text says nothing about the lines.</summary>
    private static string Sorted(string text) => string.Concat(text.Order());

    private void Write(int number, params string[] records) => File.WriteAllText(
        Path.Combine(_folder, $"{number}"),
        string.Concat(records.Select(record => $"2026-01-01T00:00:00.000000000Z {record.Replace("o ", "stdout ").Replace("e ", "stderr ")}\n")));

    private async Task<string> Read(int tail)
    {
        var text = new StringBuilder();
        await foreach (LogEntry entry in new LogReader(_folder, new LogQuery { Tail = tail }, Task.CompletedTask).ReadAsync(default))
        {
            text.Append(Encoding.ASCII.GetString(entry.Content.Span)).Append(entry.EndsLine ? "|" : "");
        }

        return text.ToString();
    }
}
