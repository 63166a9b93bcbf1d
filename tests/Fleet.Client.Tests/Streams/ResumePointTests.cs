using Fleet.Client.Streams;

namespace Fleet.Client.Tests.Streams;

public sealed class ResumePointTests
{
    [Fact]
    public void Pieces_of_the_very_time_at_which_the_stream_broke_are_not_repeated_and_not_lost()
    {
        DateTimeOffset t = DateTimeOffset.UnixEpoch;
        LogPiece[] log = [At(t, "a"), At(t.AddTicks(1), "b"), At(t.AddTicks(1), "c"), At(t.AddTicks(1), "d"), At(t.AddTicks(2), "e")];
        for (int breakAfter = 1; breakAfter <= log.Length; breakAfter++)
        {
            var point = new ResumePoint();
            List<string> seen = [.. log.Take(breakAfter).Where(point.Takes).Select(piece => piece.Text)];
            point.Reopened();
            seen.AddRange(log.Where(piece => piece.Time >= point.Last).ToList().Where(point.Takes).Select(piece => piece.Text));
            Assert.Equal(["a", "b", "c", "d", "e"], seen);
        }
    }

    private static LogPiece At(DateTimeOffset time, string text) => new(time, false, System.Text.Encoding.UTF8.GetBytes(text), true, false);
}
