using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Serialization;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Workers;

namespace Fleet.Protocol.Tests.Sessions;

public class PartsTests
{
    private static readonly Facts Big = new(new FactBatch
    {
        Session = 1,
        Number = 1,
        Facts = [.. Enumerable.Range(0, 4).Select(i => new AllocationFact
        {
            Id = new AllocationId((ulong)i),
            Phase = Phase.Exited,
            Result = [.. Enumerable.Repeat((byte)i, 64 * 1024)],
        })],
    });

    [Fact]
    public void A_small_message_goes_as_it_is()
    {
        var message = new FactsAck(1, 2);
        Assert.Same(message, Assert.Single(new Parts().Split(message)));
    }

    [Fact]
    public void A_large_message_goes_in_pieces_that_fit_a_frame_and_comes_out_whole()
    {
        var pieces = new Parts().Split(Big).Cast<Part>().ToImmutableArray();
        Assert.Equal(5, pieces.Length);
        Assert.All(pieces, piece => Assert.True(FleetCodecs.Write(piece).Length <= 64 * 1024));

        var reader = new PartReader();
        var joined = pieces.Select(reader.Add).ToList();
        Assert.All(joined.SkipLast(1), Assert.Null);
        Assert.Equal(FleetCodecs.Write(Big), FleetCodecs.Write(joined[^1]!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_lost_piece_drops_the_message_and_its_repetition_is_read(int lost)
    {
        var parts = new Parts();
        var reader = new PartReader();
        var first = parts.Split(Big).Cast<Part>().Where(piece => piece.Index != lost);
        Assert.All(first.Select(reader.Add).ToList(), Assert.Null);
        Assert.NotNull(parts.Split(Big).Cast<Part>().Select(reader.Add).ToList()[^1]);
    }

    [Fact]
    public void Pieces_of_another_stream_are_not_mixed_in()
    {
        var parts = new Parts();
        var first = parts.Split(Big).Cast<Part>().ToList();
        var second = parts.Split(Big).Cast<Part>().ToList();
        var reader = new PartReader();
        Assert.All(new[] { first[0], first[1], second[2], first[3], first[4] }.Select(reader.Add), Assert.Null);
    }

    [Fact]
    public void A_message_beyond_the_bound_is_not_gathered()
    {
        var reader = new PartReader();
        Assert.Null(reader.Add(new Part(1, 0, int.MaxValue, "facts/1", new byte[1])));
        Assert.Null(reader.Add(new Part(1, 1, int.MaxValue, "facts/1", new byte[1])));
    }
}
