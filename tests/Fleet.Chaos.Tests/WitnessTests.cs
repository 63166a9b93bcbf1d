using Fleet.Chaos.Cluster;

namespace Fleet.Chaos.Tests;

public sealed class WitnessTests
{
    [Fact]
    public void A_tasks_words_become_pieces_that_end_where_it_paused_or_was_started_again()
    {
        var pieces = Witness.Pieces("n1", "a1",
        [
            "start 10.00 web.web.0 3", "beat 10.50 web.web.0 3", "beat 11.00 web.web.0 3",
            "beat 20.00 web.web.0 3", "stop 20.50 web.web.0 3",
            "start 21.00 web.web.0 3", "beat 21.5",
        ]).ToList();
        Assert.Equal([(10_000L, 11_000L, 1, false), (20_000, 20_500, 0, true), (21_000, 21_000, 1, false)],
            pieces.Select(piece => (piece.At, piece.Until, piece.Starts, piece.Stopped)));
        Assert.All(pieces, piece => Assert.Equal(("a1", "web.web.0", 3, "n1"), (piece.Allocation, piece.Name, piece.Attempt, piece.Node)));
    }
}
