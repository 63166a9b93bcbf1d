using Akka.Actor;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using SchedulerReply = Fleet.Lifecycle.Scheduler.Reply;

namespace Fleet.Control.Tests.Door;

public class ClientSessionTests : DoorTestKit
{
    [Fact]
    public void Beyond_its_credits_a_client_is_told_when_to_try_again_and_answers_free_them()
    {
        var client = Enter(VisitorRole.Client, "c1");
        foreach (string id in (string[])["r1", "r2", "r3"]) client.Session.Tell(Stop(id), client.Visitor);
        var busy = client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>();
        Assert.Equal(("r3", AnswerStatus.Busy), (busy.RequestId, busy.Answer.Status));
        Assert.True(busy.Answer.RetryAfter > TimeSpan.Zero);

        client.Session.Tell(new SchedulerReply(new RequestKey("web", "r1"), Answer.Done("stopped")));
        Assert.Equal("r1", client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>().RequestId);
        client.Session.Tell(Stop("r3"), client.Visitor);
        client.Session.Tell(new SchedulerReply(new RequestKey("web", "r3"), Answer.Done("stopped")));
        Assert.Equal(AnswerStatus.Ok, client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>().Answer.Status);
        Assert.Equal(["r1", "r2", "r3"], Gate.Carried.Select(carried => carried.Command.Request.Id));
    }

    [Fact]
    public void A_request_that_is_repeated_before_its_answer_is_carried_once()
    {
        var client = Enter(VisitorRole.Client, "c1");
        for (int i = 0; i < 3; i++) client.Session.Tell(Stop("r1"), client.Visitor);
        client.Session.Tell(new SchedulerReply(new RequestKey("web", "r1"), Answer.Done("stopped")));
        client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>();
        Assert.Single(Gate.Carried);
    }

    [Fact]
    public void Every_kind_of_command_reaches_the_scheduler_as_it_is()
    {
        var client = Enter(VisitorRole.Client, "c1");
        client.Session.Tell(new Request("r1", new Fleet.Protocol.Clients.ScaleJob("web", "app", 4)), client.Visitor);
        client.Session.Tell(new SchedulerReply(new RequestKey("web", "r1"), Answer.Done("")));
        client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>();
        client.Session.Tell(new Request("r2", new Fleet.Protocol.Clients.LabelNode("n1", "zone", null)), client.Visitor);
        client.Session.Tell(new SchedulerReply(new RequestKey("web", "r2"), Answer.Done("")));
        client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>();
        Assert.Equal(
            [
                new Fleet.Lifecycle.Scheduler.ScaleJob(new RequestKey("web", "r1"), "web", "app", 4),
                new Fleet.Lifecycle.Scheduler.LabelNode(new RequestKey("node:n1", "r2"), "n1", "zone", null),
            ],
            Gate.Carried.Select(carried => carried.Command));
    }

    [Fact]
    public void A_request_without_an_id_is_rejected()
    {
        var client = Enter(VisitorRole.Client, "c1");
        client.Session.Tell(Stop(""), client.Visitor);
        Assert.Equal(AnswerStatus.Rejected, client.Visitor.ExpectMsg<Fleet.Protocol.Clients.Reply>().Answer.Status);
        Assert.Empty(Gate.Carried);
    }

    private static Request Stop(string id) => new(id, new Fleet.Protocol.Clients.StopJob("web"));
}
