using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class VolumeTests
{
    private static readonly Job Db = Job.Service("db", "base") with { Mounts = [new MountSpec(MountType.Volume, "data", "/data")] };

    [Fact]
    public void A_task_stays_with_the_node_that_holds_its_volume()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2", with: report => report with { Volumes = ["data"] });
        bench.Submit(Db);
        bench.Settle();
        Assert.Equal("0@n2", bench.Where("db"));
        bench.Cut("n2");
        bench.Pass(120);

        Assert.StartsWith("its volume data is on n2", bench.Group("db").PendingReason, StringComparison.Ordinal);
        Assert.Equal("its volume data is on n2 (volume data), which is disconnected", bench.Group("db").PendingReason);
        bench.Open("n2");
        bench.Settle();
        Assert.Equal("0@n2", bench.Where("db"));
        Assert.Equal(1, bench.Starts);
    }

    [Fact]
    public void A_volume_whose_data_may_be_left_behind_does_not_hold_the_task()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2", with: report => report with { Volumes = ["data"] });
        bench.Submit(Db with { Groups = [Db.Groups[0] with { RecreateVolumes = ["data"] }] });
        bench.Settle();
        string home = bench.Live("db.db.0").Node;
        bench.Cut(home);
        bench.Pass(31);
        bench.Settle();
        Assert.NotEqual($"0@{home}", bench.Where("db"));
        Assert.NotEqual("", bench.Where("db"));
    }

    [Fact]
    public void Where_the_first_replica_makes_the_volume_the_others_follow()
    {
        var bench = new Bench();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Join(node);
        bench.Submit(Db with { Replicas = 3 });
        bench.Settle();
        Assert.Single(bench.Views("db").Select(view => view.Node).Distinct());
        bench.Restart();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Open(node);
        bench.Scale("db", 5);
        bench.Settle();
        Assert.Single(bench.Views("db").Select(view => view.Node).Distinct());
    }

    [Fact]
    public void A_holder_without_room_is_named_with_what_it_lacks()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2", memory: 1L << 30, with: report => report with { Volumes = ["data"] });
        bench.Submit(Db with { Reserved = new Resources(0, 2L << 30, 0) });
        Assert.Equal("its volume data is on n2 (volume data), which is without enough memory (needs 2 GiB, most free is 1 GiB)", bench.Group("db").PendingReason);
    }
}
