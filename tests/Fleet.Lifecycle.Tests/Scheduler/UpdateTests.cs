using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class UpdateTests
{
    private static readonly Job Web = Job.Service("web", "base") with { Replicas = 2, Ports = [new PortRequest("http", 6900)] };

    [Fact]
    public void An_update_replaces_only_the_groups_whose_task_changed()
    {
        var bench = new Bench();
        bench.Join("n1");
        var api = Web.Groups[0] with { Name = "api", Ports = [] };
        var db = api with { Name = "db", Replicas = 1 };
        var job = Web with { Groups = [api, db] };
        bench.Submit(job);
        bench.Settle();
        var before = bench.Views("web").ToDictionary(view => view.Assignment.Name, view => view.Assignment.Id);
        bench.Submit(job with { Groups = [api with { Container = api.Container with { Command = ["serve"] } }, db with { Restart = RestartPolicy.Never }] });
        bench.Settle();
        var after = bench.Views("web").ToDictionary(view => view.Assignment.Name, view => view.Assignment.Id);

        Assert.Equal(before["web.db.0"], after["web.db.0"]);
        Assert.NotEqual(before["web.api.0"], after["web.api.0"]);
        Assert.Equal(JobState.Running, bench.State("web"));
        Assert.Equal(2, bench.Machine.Job("web")!.Version.Number);
    }

    // nomad#10440: the port is only free when the old one has ended.
    [Fact]
    public void The_new_version_waits_for_the_end_of_the_old_one()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Replicas = 1 });
        bench.Settle();
        var old = bench.Live("web.web.0").Assignment;
        bench.Submit(Web with { Replicas = 1, Command = ["other"] });
        bench.Pass(30);
        Assert.Equal(old.Id, bench.Live("web.web.0").Assignment.Id);
        Assert.Equal(Desired.Stop, bench.Live("web.web.0").Assignment.Desired);
        bench.Settle();

        var now = bench.Live("web.web.0").Assignment;
        Assert.NotEqual(old.Id, now.Id);
        Assert.Equal(6900, now.Ports.Single().Number);
        Assert.Equal(JobState.Running, bench.State("web"));
    }

    [Fact]
    public void Stop_and_submit_at_once_gives_one_job_that_waits_for_the_exit()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Replicas = 1 });
        bench.Settle();
        var old = bench.Live("web.web.0").Assignment.Id;
        bench.Stop("web");
        bench.Submit(Web with { Replicas = 1, Command = ["other"] });
        Assert.Single(bench.Machine.Jobs());
        Assert.Equal(old, bench.Live("web.web.0").Assignment.Id);
        bench.Settle();
        Assert.NotEqual(old, bench.Live("web.web.0").Assignment.Id);
        Assert.Single(bench.Views("web"), view => view.Fact.Phase == Phase.Running);
    }

    [Fact]
    public void Another_job_waits_for_the_port_too()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Replicas = 1 });
        bench.Settle();
        bench.Submit(Job.Service("other", "base") with { Ports = [new PortRequest("http", 6900)] });
        Assert.Equal("1 node: 1 with port 6900 in use", bench.Group("other").PendingReason);
        bench.Stop("web");
        Assert.Equal("", bench.Where("other"));
        bench.Settle();
        Assert.Equal("0@n1", bench.Where("other"));
    }

    [Fact]
    public void A_group_that_the_new_version_lacks_is_stopped_and_forgotten()
    {
        var bench = new Bench();
        bench.Join("n1");
        var api = Web.Groups[0] with { Name = "api", Ports = [] };
        bench.Submit(Web with { Groups = [api, api with { Name = "old" }] });
        bench.Settle();
        bench.Submit(Web with { Groups = [api] });
        bench.Settle();

        Assert.Equal(["web.api.0", "web.api.1"], bench.Views("web").Select(view => view.Assignment.Name));
        Assert.Equal(JobState.Running, bench.State("web"));
        bench.Restart();
    }

    // moby#26826, #34414: leaving tasks do not count for the spread.
    [Fact]
    public void An_updated_group_is_spread_as_if_the_old_one_were_gone()
    {
        var bench = new Bench();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Join(node);
        var web = Job.Service("web", "base") with { Replicas = 6 };
        bench.Submit(web);
        bench.Settle();
        bench.Submit(web with { Command = ["new"] });
        bench.Settle();

        Assert.All(bench.Views("web").GroupBy(view => view.Node), node => Assert.Equal(2, node.Count()));
    }

    // moby#36699, nomad#24669.
    [Fact]
    public void A_job_too_large_is_accepted_with_a_warning_and_runs_when_it_is_corrected()
    {
        var bench = new Bench();
        bench.Join("n1");
        var huge = Job.Service("big", "base") with { Reserved = new Resources(0, 100L << 30, 0) };
        var answer = bench.Submit(huge);
        Assert.Contains("warning: big is larger than any node (needs 100 GiB of memory, the largest has 4 GiB)", answer.Message, StringComparison.Ordinal);
        Assert.StartsWith("larger than any node (needs 100 GiB of memory, the largest has 4 GiB); 1 node: 1 without enough memory", bench.Group("big").PendingReason, StringComparison.Ordinal);
        bench.Submit(huge with { Reserved = new Resources(0, 1L << 30, 0) });
        bench.Settle();

        Assert.Equal(JobState.Running, bench.State("big"));
        Assert.Equal("", bench.Group("big").PendingReason);
        Assert.Equal(0, bench.Group("big").Pending);
    }

    [Fact]
    public void What_is_stopped_before_it_started_never_starts()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Replicas = 1 });
        bench.Stop("web");
        bench.Settle();
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(0, bench.Starts);
        Assert.Equal("", bench.Where("web"));
    }
}
