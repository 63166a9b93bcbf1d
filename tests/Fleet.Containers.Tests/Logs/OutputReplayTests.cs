using System.Text;
using Fleet.Containers.Logs;
using Fleet.Containers.Sessions;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Tests.Logs;

/// <summary>What was written between two positions, from log files made by hand.</summary>
public sealed class OutputReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_begins_and_ends_within_records()
    {
        File(1, "fleet F at a 0 0", "stdout F hello", "stderr F wrong", "stdout P wor", "stdout F ld", "stdout F more");
        Assert.Equal("llo\nworl|wrong\n", Read(new("a", 2, 0), new OutputPosition("a", 10, 6)));
        Assert.Equal("world\nmore\n|ng\n", Read(new("a", 6, 3), null));
    }

    [Fact]
    public void A_position_at_the_end_gives_nothing()
    {
        File(1, "fleet F at a 0 0", "stdout F hello");
        Assert.Equal("|", Read(new("a", 6, 0), null));
        Assert.Equal("|", Read(new("a", 6, 0), new OutputPosition("a", 6, 0)));
    }

    [Fact]
    public void It_goes_on_through_files_and_into_the_next_run()
    {
        File(1, "fleet F at a 0 0", "stdout F one");
        File(2, "fleet F at a 4 0", "stdout F two", "fleet F at b 0 0", "stdout F three");
        File(3, "fleet F at b 6 0", "stdout F four");
        Assert.Equal("e\ntwo\nthree\nfo|", Read(new("a", 2, 0), new OutputPosition("b", 8, 0)));
        Assert.Equal("three\nfour\n|", Read(new("b", 0, 0), null));
        Assert.Equal("two\n|", Read(new("a", 4, 0), null, last: "a"));
    }

    [Fact]
    public void What_was_rotated_away_is_said_where_it_is_missing()
    {
        File(2, "fleet F at a 400 0", "stdout F two");
        Assert.Equal("?two\n|", Read(new("a", 4, 0), null));
        Assert.Equal("wo\n|", Read(new("a", 401, 0), null));
        Assert.Equal("?two\n|", Read(new("long-ago", 4, 0), null));
    }

    [Fact]
    public void What_a_full_disk_swallowed_is_said()
    {
        File(1, "fleet F at a 0 0", "stdout F one", "fleet F lost 4711 bytes", "fleet F at a 100 0", "stdout F two");
        Assert.Equal("one\n?two\n|", Read(new("a", 0, 0), null));
        Assert.Equal("wo\n|", Read(new("a", 101, 0), null));
    }

    [Fact]
    public void A_log_that_ends_too_early_is_said() =>
        Assert.Equal("?|", Read(new("a", 0, 0), new OutputPosition("a", 5, 0)));

    [Fact]
    public void Bytes_are_the_programs_own_whatever_they_are()
    {
        byte[] record = [.. Encoding.ASCII.GetBytes("2026-01-01T00:00:00.000000000Z stdout F "), 0xed, 0xab, 0, 0x0d, (byte)'\n'];
        System.IO.File.WriteAllBytes(Path.Combine(_folder, "1"), [.. Encoding.ASCII.GetBytes("2026-01-01T00:00:00.000000000Z fleet F at a 0 0\n"), .. record]);
        var read = new OutputReplay(_folder, new("a", 0, 0), null).Read().SelectMany(piece => piece.Bytes.ToArray());
        Assert.Equal([0xed, 0xab, 0, 0x0d, (byte)'\n'], read);
    }

    [Theory]
    [InlineData("at run 1 2", true)]
    [InlineData("at run 1", false)]
    [InlineData("at  1 2", false)]
    [InlineData("at run 1 2 3", false)]
    [InlineData("at run -1 2", false)]
    [InlineData("lost 5 bytes", false)]
    public void A_place_is_told_from_other_words(string text, bool isPlace)
    {
        Assert.Equal(isPlace, LogPlace.TryParse(Encoding.ASCII.GetBytes(text), out LogPlace place));
        if (isPlace)
        {
            Assert.Equal(text, Encoding.ASCII.GetString(place.Encode()));
        }
    }

    private void File(int number, params string[] records) => System.IO.File.WriteAllLines(
        Path.Combine(_folder, $"{number}"), records.Select(record => $"2026-01-01T00:00:00.000000000Z {record}"));

    /// <summary>stdout, a bar, stderr; a question mark where something is missing.</summary>
    private string Read(OutputPosition from, OutputPosition? to, string? last = null)
    {
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        foreach (ReplayPiece piece in new OutputReplay(_folder, from, to, last).Read())
        {
            (piece.Source == LogSource.Stderr ? stderr : stdout).Append(piece.IsGap ? "?" : Encoding.ASCII.GetString(piece.Bytes.Span));
        }

        return $"{stdout}|{stderr}";
    }
}
