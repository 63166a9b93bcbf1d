using Fleet.Protocol.Visiting;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Protocol.Tests.Visiting;

public class DoorListTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Configured_doors_are_asked_in_turn_and_redirects_go_before()
    {
        var doors = new DoorList(["a:1", "b:1"], _clock);
        Assert.Equal(["a:1", "b:1", "a:1"], [doors.Next(), doors.Next(), doors.Next()]);
        doors.Redirect(["c:1"]);
        Assert.Equal(["c:1", "b:1"], [doors.Next(), doors.Next()]);
    }

    [Fact]
    public void A_silent_door_is_left_out_for_a_while_also_where_a_redirect_points()
    {
        var doors = new DoorList(["a:1", "b:1", "c:1"], _clock);
        doors.LeaveOut("a:1");
        doors.Redirect(["a:1"]);
        Assert.Equal(["b:1", "c:1", "b:1"], [doors.Next(), doors.Next(), doors.Next()]);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(["c:1", "a:1"], [doors.Next(), doors.Next()]);
    }

    [Fact]
    public void Where_all_are_silent_they_are_asked_all_the_same()
    {
        var doors = new DoorList(["a:1", "b:1"], _clock);
        doors.LeaveOut("a:1");
        doors.LeaveOut("b:1");
        Assert.Equal(["a:1", "b:1"], new[] { doors.Next(), doors.Next() }.Order());
    }
}
