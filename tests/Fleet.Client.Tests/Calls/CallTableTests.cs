using Fleet.Client.Calls;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Client.Tests.Calls;

public sealed class CallTableTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CallTable _table;

    public CallTableTests() => _table = new CallTable(_clock, new FleetClientOptions { Doors = [] });

    [Fact]
    public void A_call_that_was_lost_is_sent_once_more()
    {
        CommandCall call = Add("a");
        Assert.Single(_table.TakeDue(8));
        Assert.Empty(_table.TakeDue(8));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Same(call, Assert.Single(_table.TakeDue(8)));
    }

    [Fact]
    public void A_new_session_begins_with_all_that_is_unanswered_in_order()
    {
        Add("a");
        Add("b");
        _table.TakeDue(8);
        _table.OnReply(new Reply("a", Answer.Done("")));
        Add("c");
        _table.BeginSession();
        Assert.Equal(["b", "c"], _table.TakeDue(8).Cast<CommandCall>().Select(call => call.RequestId));
    }

    [Fact]
    public async Task A_second_call_with_one_request_id_is_not_sent_and_gets_the_firsts_answer()
    {
        Add("a");
        CommandCall second = Add("a");
        Assert.Single(_table.TakeDue(8));
        _table.OnReply(new Reply("a", Answer.Done("once")));
        Assert.Equal("once", (await second.Answered).Message);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_late_second_answer_is_nobodys()
    {
        Add("a");
        _table.OnReply(new Reply("a", Answer.Done("")));
        _table.OnReply(new Reply("a", Answer.Done("")));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Calls_end_as_unreachable_only_when_they_have_waited_that_long_themselves()
    {
        CommandCall old = Add("old");
        _clock.Advance(TimeSpan.FromSeconds(59));
        CommandCall young = Add("young");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _table.FailUnreachable(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), "nobody");
        Assert.IsType<FleetUnreachableException>(old.Answered.Exception?.InnerException);
        Assert.False(young.IsOver);
    }

    private CommandCall Add(string id)
    {
        var call = new CommandCall(id, new StopJob("j"), default);
        _table.Add(call);
        return call;
    }
}
