using System.Collections.Immutable;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Records;

public sealed class RecordStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-node-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_of_a_record_comes_back()
    {
        var spec = A.Spec with
        {
            Entrypoint = ["/e"], Command = ["a", "\u00e4"], Environment = ImmutableSortedDictionary<string, string>.Empty.Add("K", "V"),
            Mounts = [new(MountType.Volume, "data", "/d", true) { NoCopy = true }], Limits = new() { MilliCpu = 500 }, Ulimits = [new("nofile", 1, -1)],
        };
        var record = A.Task(spec) with
        {
            Restart = new RestartRule(RestartMode.OnFailure, 3), Run = 4, Desire = ContainerDesire.Stop, UserRange = new IdRange(5, 6),
            AnonymousVolumes = ImmutableSortedDictionary<string, string>.Empty.Add("/x", "anon"),
            End = new EndRecord { Run = 4, ExitCode = 137, OomKilled = true, Message = "m", Result = [1, 2, 255] },
        };
        var store = new RecordStore(_folder);
        store.Save(record);
        store.Save(record with { Restarts = 2 });

        var read = Assert.Single(new RecordStore(_folder).LoadAll((path, error) => Assert.Fail($"{path}: {error}")));
        Assert.Equal((record.Id, 2, 4, ContainerDesire.Stop), (read.Id, read.Restarts, read.Run, read.Desire));
        Assert.Equal(spec.Mounts.AsEnumerable(), read.Spec.Mounts);
        Assert.Equal(spec.Command.AsEnumerable(), read.Spec.Command);
        Assert.Equal(["/e"], read.Spec.Entrypoint!.Value.AsEnumerable());
        Assert.Equal("V", read.Spec.Environment["K"]);
        Assert.Equal(record.Assignment!.Name, read.Assignment!.Name);
        Assert.Equal(record.Assignment.Ports.AsEnumerable(), read.Assignment.Ports);
        Assert.Equal(record.End.Result.AsEnumerable(), read.End!.Result);
        Assert.Equal(record.Restart, read.Restart);
        Assert.Equal("anon", read.AnonymousVolumes["/x"]);
        Assert.Equal(record.UserRange, read.UserRange);
    }

    [Fact]
    public void What_an_interrupted_removal_left_is_swept()
    {
        var store = new RecordStore(_folder);
        store.Save(A.Record());
        File.Delete(Path.Combine(store.FolderOf(A.Record().Id), "record.json"));
        Assert.Empty(store.LoadAll((_, _) => Assert.Fail("nothing is unreadable")));
        Assert.False(Directory.Exists(store.FolderOf(A.Record().Id)));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_named_and_left_alone()
    {
        var store = new RecordStore(_folder);
        store.Save(A.Record());
        string path = Path.Combine(store.FolderOf(A.Record().Id), "record.json");
        File.WriteAllText(path, "{ \"id\": ");
        var named = new List<string>();
        Assert.Empty(store.LoadAll((file, _) => named.Add(file)));
        Assert.Equal([path], named);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_removed_record_is_gone()
    {
        var store = new RecordStore(_folder);
        store.Save(A.Record());
        store.Delete(A.Record().Id);
        store.Delete(A.Record().Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Versions_are_found_by_their_digest_and_swept_when_nobody_needs_them()
    {
        var versions = new VersionStore(Path.Combine(_folder, "jobs"));
        var job = Job.Service("web", "base") with { Replicas = 3 };
        versions.Save(new JobVersion("sha256:0123", 7, job));
        versions.Save(new JobVersion("sha256:4567", 8, job));
        Assert.Equal((7L, 3), (versions.Load("sha256:0123")!.Number, versions.Load("sha256:0123")!.Spec.Replicas));
        versions.Sweep(["sha256:4567"]);
        Assert.Null(versions.Load("sha256:0123"));
        Assert.NotNull(versions.Load("sha256:4567"));
    }
}
