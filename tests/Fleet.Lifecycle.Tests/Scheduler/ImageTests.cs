using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class ImageTests
{
    private const string Newer = "sha256:ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_job_is_accepted_with_the_digest_of_the_image_that_was_imported_last()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2", with: report => report with { Images = [new NodeImage(Newer, ["base:latest"], bench.Now.AddSeconds(1))] });
        var answer = bench.Submit(Job.Service("web", "base"));

        Assert.Equal($"base:latest@{Newer}", answer.Version!.Spec.Container.Image);
        Assert.Equal(JobDigest.Of(answer.Version.Spec), answer.Version.Digest);
        Assert.Equal(["n2"], bench.Machine.ImageHolders(Newer).Select(holder => holder.Node));
    }

    [Fact]
    public void Assignments_say_who_holds_the_image()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Service("web", "base"));
        var set = bench.LastOutputs.OfType<SendAssignments>().Single().Set;
        Assert.Equal(Bench.Digest, set.Images.Single().Digest);
        Assert.Equal("n1:7000", set.Images.Single().Holders.Single().HttpAddress);
    }

    [Fact]
    public void An_image_that_nobody_has_and_no_registry_can_be_asked_for_is_refused()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Pass(10);
        bench.Step(new SubmitJob(bench.NextRequest(), Job.Service("web", "nosuch")));
        bench.Pass(1);
        Assert.Empty(bench.Replies);
        bench.Pass(2);
        var answer = Assert.Single(bench.Replies).Answer;

        Assert.Equal(AnswerStatus.Rejected, answer.Status);
        Assert.Equal("image nosuch: no node has it and it names no registry; `fleet image import` it on any node", answer.Message);
        Assert.Equal("services.web.image", answer.Errors.Single().Path);
        Assert.Empty(bench.Machine.Jobs());
    }

    [Fact]
    public void A_registry_is_asked_by_a_worker_and_another_is_asked_when_that_one_goes()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2");
        var submit = new SubmitJob(bench.NextRequest(), Job.Service("web", "registry:5000/app"));
        bench.Step(submit);
        var first = bench.LastOutputs.OfType<ResolveImage>().Single();
        Assert.Equal("registry:5000/app:latest", first.Reference);
        bench.Cut(first.Node);
        var second = bench.LastOutputs.OfType<ResolveImage>().Single();
        Assert.NotEqual(first.Node, second.Node);
        bench.Step(new ImageResolved(second.Reference, Newer));
        var answer = bench.LastOutputs.OfType<Reply>().Single().Answer;
        Assert.Equal($"registry:5000/app:latest@{Newer}", answer.Version!.Spec.Container.Image);
    }

    [Fact]
    public void What_the_registry_said_against_it_is_the_answer()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Step(new SubmitJob(bench.NextRequest(), Job.Service("web", "registry:5000/app")));
        bench.Step(new ImageResolved("registry:5000/app:latest", null, "manifest unknown"));
        var answer = bench.LastOutputs.OfType<Reply>().Single().Answer;
        Assert.Equal(AnswerStatus.Rejected, answer.Status);
        Assert.Equal("image registry:5000/app: manifest unknown", answer.Message);
    }

    [Fact]
    public void After_a_restart_the_nodes_that_have_the_image_are_waited_for()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Restart();
        bench.Step(new SubmitJob(bench.NextRequest(), Job.Service("web", "base")));
        Assert.Empty(bench.LastOutputs.OfType<Reply>());
        bench.Open("n1");
        Assert.Equal(AnswerStatus.Ok, bench.LastOutputs.OfType<Reply>().Single().Answer.Status);
    }

    [Fact]
    public void A_stop_overtakes_a_submit_that_still_waits()
    {
        var bench = new Bench();
        bench.Join("n1");
        var submit = new SubmitJob(bench.NextRequest(), Job.Service("web", "registry:5000/app"));
        bench.Step(submit);
        bench.Step(new StopJob(bench.NextRequest(), "web"));
        Assert.Equal(AnswerStatus.Rejected, bench.LastOutputs.OfType<Reply>().Single(reply => reply.Request == submit.Request).Answer.Status);
        bench.Step(new ImageResolved("registry:5000/app:latest", Newer));
        Assert.Empty(bench.Machine.Jobs());
    }
}
