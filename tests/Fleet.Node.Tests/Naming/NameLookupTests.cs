using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Naming;

namespace Fleet.Node.Tests.Naming;

public class NameLookupTests
{
    private static readonly ContainerEntry Brig = Entry(1, "able_brig");
    private static readonly ContainerEntry Barge = Entry(2, "able_barge");
    private static readonly ContainerEntry Web = Entry(3, "web");
    private static readonly ContainerEntry Web2 = Entry(4, "web2");
    private static readonly ContainerEntry[] All = [Brig, Barge, Web, Web2];

    [Fact]
    public void A_whole_name_goes_before_a_prefix_of_others() => Assert.Same(Web, NameLookup.Find(All, "web"));

    [Fact]
    public void A_whole_id_is_found() => Assert.Same(Barge, NameLookup.Find(All, Barge.Id));

    [Fact]
    public void A_unique_prefix_of_an_id_or_a_name_is_enough()
    {
        Assert.Same(Brig, NameLookup.Find(All, "able_br"));
        Assert.Same(Web, NameLookup.Find(All, Web.Id[..6]));
    }

    [Fact]
    public void A_prefix_of_several_is_ambiguous_and_names_them()
    {
        var error = Assert.Throws<EngineException>(() => NameLookup.Find(All, "able_"));
        Assert.Equal(EngineError.Ambiguous, error.Code);
        Assert.Contains("able_barge", error.Message, StringComparison.Ordinal);
        Assert.Contains("able_brig", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_not_found() =>
        Assert.Equal(EngineError.NotFound, Assert.Throws<EngineException>(() => NameLookup.Find(All, "nosuch")).Code);

    [Fact]
    public void Of_several_attempts_at_one_replica_the_living_one_is_meant()
    {
        var ended = Entry(5, "job.app.0") with { Status = new() { Phase = Phase.Exited } };
        var living = Entry(6, "job.app.0") with { Status = new() { Phase = Phase.Running } };
        Assert.Same(living, NameLookup.Find([living, ended], "job.app.0"));
        Assert.Same(living, NameLookup.Find([ended, living], "job.app"));
    }

    private static ContainerEntry Entry(ulong serial, string name) =>
        new(A.Record(name: name) with { Id = new AllocationId(serial) }, new() { Phase = Phase.Running }, null, null);
}
