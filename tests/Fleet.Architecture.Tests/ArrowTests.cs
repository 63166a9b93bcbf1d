namespace Fleet.Architecture.Tests;

public sealed class ArrowTests
{
    public static TheoryData<string> AllRooms => new(Rooms.Names);

    [Theory, MemberData(nameof(AllRooms))]
    public void A_room_knows_only_the_rooms_it_may_know(string room)
    {
        Assert.True(Rooms.Allowed.TryGetValue(room, out string[]? allowed), $"{room} is a new room: write down in {nameof(Rooms)} whom it may know");
        Assert.Empty(Rooms.References(room).Except(allowed));
    }

    [Fact]
    public void Every_room_that_is_written_down_exists() => Assert.Empty(Rooms.Allowed.Keys.Except(Rooms.Names));

    [Theory, MemberData(nameof(AllRooms))]
    public void No_room_drags_in_packages_it_must_be_free_of(string room)
    {
        if (!Rooms.Forbidden.TryGetValue(room, out string[]? forbidden)) return;
        var dragged = Rooms.Closure(room).SelectMany(known => Rooms.Packages(known).Select(package => (known, package)))
            .Where(entry => forbidden.Any(prefix => entry.package.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.Empty(dragged);
    }

    [Fact]
    public void Only_the_agent_composes_node_and_control_and_only_journals_know_control_beside_it() =>
        Assert.Equal(["Fleet.Agent", "Fleet.Journal.Raft"], Rooms.Names.Where(room => Rooms.References(room).Contains("Fleet.Control")));

    [Fact]
    public void Only_the_agent_knows_the_raft_journal() =>
        Assert.Equal(["Fleet.Agent"], Rooms.Names.Where(room => Rooms.References(room).Contains("Fleet.Journal.Raft")));
}
