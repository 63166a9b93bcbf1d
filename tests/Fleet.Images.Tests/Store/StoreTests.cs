using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Store;

public class StoreTests
{
    private static readonly TestLayer Shared = new TestLayer().File("base", "base");

    private static async Task<ImageRecord> AddAsync(Imported i, string name, params TestLayer[] upper)
    {
        var image = new TestImage(i.Temp[$"layout-{name}"]).Layer(Shared);
        foreach (TestLayer layer in upper)
            image.Layer(layer);
        return Assert.Single(await i.Store.ImportAsync(image.Write(name)));
    }

    [SkippableFact]
    public async Task Images_share_the_layers_they_have_in_common_and_the_same_image_twice_is_one()
    {
        using Imported i = Imported.Nothing();
        await AddAsync(i, "a", new TestLayer().File("a"));
        await AddAsync(i, "b", new TestLayer().File("b"));
        string[] folders = i.LayerFolders();
        Assert.Equal(4, folders.Length);
        ImageRecord again = Assert.Single(await i.Store.ImportAsync(i.Temp["layout-a"], "second"));
        Assert.Equal(["a:latest", "second:latest"], again.Names.AsEnumerable());
        Assert.Equal(folders, i.LayerFolders());
        Assert.Equal(2, i.Store.List().Length);
    }

    [SkippableFact]
    public async Task Removing_one_image_leaves_what_another_shares()
    {
        using Imported i = Imported.Nothing();
        ImageRecord a = await AddAsync(i, "a", new TestLayer().File("a"));
        ImageRecord b = await AddAsync(i, "b", new TestLayer().File("b"));
        Assert.Equal(a.Digest, i.Store.Remove("a"));
        Assert.Null(i.Store.Find("a"));
        Assert.Null(i.Store.OpenBlob(a.Layers[1].Digest));
        using (var merged = new MergedView(i.Store, b))
            Assert.Equal(["/", "/b", "/base"], merged.Find("/"));
        using (FileStream? blob = i.Store.OpenBlob(b.Layers[0].Digest))
            Assert.Equal(b.Layers[0].Size, blob!.Length);
        i.Store.Remove(b.ShortId);
        i.AssertEmpty();
    }

    [SkippableFact]
    public async Task A_name_of_several_goes_alone()
    {
        using Imported i = Imported.Nothing();
        ImageRecord image = await AddAsync(i, "a");
        i.Store.Tag("a", "host.x/b:1");
        Assert.Null(i.Store.Remove("a"));
        Assert.Equal(["host.x/b:1"], i.Store.Find(image.Digest)!.Names.AsEnumerable());
        Assert.Equal(image.Digest, i.Store.Remove("host.x/b:1"));
        Assert.Equal(ImageProblem.NotFound, Assert.Throws<ImageException>(() => i.Store.Remove("host.x/b:1")).Problem);
    }

    [SkippableFact]
    public async Task A_name_moves_to_the_image_imported_under_it_last_and_the_old_one_stays_by_id()
    {
        using Imported i = Imported.Nothing();
        ImageRecord old = await AddAsync(i, "a", new TestLayer().File("1"));
        Directory.Delete(i.Temp["layout-a"], recursive: true);
        ImageRecord now = await AddAsync(i, "a", new TestLayer().File("2"));
        Assert.Equal(now.Digest, i.Store.Find("a")!.Digest);
        Assert.Empty(i.Store.Find(old.Digest)!.Names);
    }

    [SkippableFact]
    public async Task An_image_is_found_by_name_id_prefix_and_digest_but_not_by_a_prefix_of_two()
    {
        using Imported i = Imported.Nothing();
        ImageRecord a = await AddAsync(i, "a", new TestLayer().File("1"));
        foreach (string by in (string[])["a", "a:latest", a.Digest, a.ShortId, a.Digest[7..11], "a@" + a.Digest, a.ConfigDigest])
            Assert.Equal(a.Digest, i.Store.Find(by)?.Digest);
        Assert.Null(i.Store.Find("a:other"));
        Assert.Null(i.Store.Find("sha256:"));
        // Two digits have 256 values: among that many images and one more, two share them.
        ImageRecord[] many = [.. await Task.WhenAll(Enumerable.Range(0, 40).Select(n => AddAsync(i, $"n{n}", new TestLayer().File($"n{n}"))))];
        string? shared = many.Append(a).GroupBy(m => m.Digest[7..9]).FirstOrDefault(g => g.Count() > 1)?.Key;
        Skip.If(shared is null, "no two of 41 digests share two digits");
        Assert.Equal(ImageProblem.Ambiguous, Assert.Throws<ImageException>(() => i.Store.Find(shared!)).Problem);
    }

    [SkippableFact]
    public async Task What_uses_an_image_keeps_it_and_is_named()
    {
        using Imported i = Imported.Nothing();
        ImageRecord image = await AddAsync(i, "a");
        i.Store.Snapshots.Prepare("c1", image);
        var e = Assert.Throws<ImageException>(() => i.Store.Remove("a"));
        Assert.Equal(ImageProblem.InUse, e.Problem);
        Assert.Contains("used by container c1", e.Message);
        Assert.True(i.Store.Snapshots.Remove("c1"));
        Assert.Equal(image.Digest, i.Store.Remove("a"));
    }

    [SkippableFact]
    public async Task Everything_is_there_again_after_the_store_was_closed()
    {
        using Imported i = Imported.Nothing();
        ImageRecord image = await AddAsync(i, "a", new TestLayer().File("a", "content"));
        i.Store.Snapshots.Prepare("c1", image);
        File.WriteAllText(Path.Combine(i.Store.Snapshots.Prepare("c1", image).UpperFolder, "written"), "by the container");
        i.Store.Dispose();
        using ImageStore again = ImageStore.Open(i.Temp["store"]);
        ImageRecord found = again.Find("a")!;
        Assert.Equal(image.Digest, found.Digest);
        Assert.Equal(image.Layers.AsEnumerable(), found.Layers.AsEnumerable());
        Assert.Equal(image.Config.Cmd.AsEnumerable(), found.Config.Cmd.AsEnumerable());
        using var merged = new MergedView(again.Snapshots.OpenMerged("c1"));
        Assert.Equal(["/", "/a", "/base", "/written"], merged.Find("/"));
    }

    [SkippableFact]
    public async Task Remains_of_a_crash_are_cleared_away_and_what_was_recorded_stays()
    {
        using Imported i = Imported.Nothing();
        await AddAsync(i, "a");
        i.Store.Dispose();
        i.Temp.File("store/layers/.new-1/deep/f", "half unpacked");
        i.Temp.File("store/layers/zz/f", "unpacked but not recorded");
        i.Temp.File("store/blobs/sha256/" + new string('0', 64), "fetched but not recorded");
        i.Temp.File("store/snapshots/.c1/fs/f", "half made");
        i.Temp.File("store/snapshots/c2/fs/f", "made without a record");
        using ImageStore again = ImageStore.Open(i.Temp["store"]);
        Assert.Equal(["0", "1"], i.LayerFolders());
        Assert.Equal(3, Directory.EnumerateFiles(i.Temp["store/blobs/sha256"]).Count());
        Assert.Empty(Directory.EnumerateDirectories(i.Temp["store/snapshots"]));
        Assert.NotNull(again.Find("a"));
    }

    [SkippableFact]
    public void A_store_has_one_owner()
    {
        using Imported i = Imported.Nothing();
        var e = Assert.Throws<ImageException>(() => ImageStore.Open(i.Temp["store"]));
        Assert.Equal(ImageProblem.InUse, e.Problem);
        Assert.Contains(i.Temp["store"], e.Message);
    }

    [SkippableTheory]
    [InlineData("{ not json")]
    [InlineData("{\"version\": 99}")]
    public void Records_that_cannot_be_read_are_refused_by_their_file_and_nothing_is_deleted(string content)
    {
        using Imported i = Imported.Nothing();
        i.Store.Dispose();
        i.Temp.File("store/store.json", content);
        i.Temp.File("store/blobs/sha256/" + new string('0', 64), "precious");
        Assert.Contains("store.json", Assert.Throws<ImageException>(() => ImageStore.Open(i.Temp["store"])).Message);
        Assert.Single(Directory.EnumerateFiles(i.Temp["store/blobs/sha256"]));
    }

    [SkippableFact]
    public async Task Many_imports_at_once_of_images_that_share_layers_end_well()
    {
        using Imported i = Imported.Nothing();
        string[] folders = [.. Enumerable.Range(0, 8).Select(n =>
            new TestImage(i.Temp[$"l{n}"]).Layer(Shared).Layer(new TestLayer().File($"half-{n / 2}")).Layer(new TestLayer().File($"own-{n}")).Write($"image-{n}"))];
        await Task.WhenAll(folders.Concat(folders).Select(f => i.Store.ImportAsync(f)));
        Assert.Equal(8, i.Store.List().Length);
        Assert.Equal(1 + 1 + 4 + 8, i.LayerFolders().Length);
        foreach (ImageRecord image in i.Store.List())
        {
            using var merged = new MergedView(i.Store, image);
            Assert.Equal(4, merged.Find("/").Length);
        }
    }

    [SkippableFact]
    public async Task Removing_beside_an_import_never_takes_what_the_import_relies_on()
    {
        using Imported i = Imported.Nothing();
        await AddAsync(i, "a", new TestLayer().File("a"));
        string b = new TestImage(i.Temp["b"]).Layer(Shared).Layer(new TestLayer().File("b")).Write("b");
        for (int round = 0; round < 10; round++)
        {
            Task<System.Collections.Immutable.ImmutableArray<ImageRecord>> import = i.Store.ImportAsync(b);
            if (i.Store.Find("a") is not null)
                i.Store.Remove("a");
            await import;
            using (var merged = new MergedView(i.Store, i.Store.Find("b")!))
                Assert.Equal(["/", "/b", "/base"], merged.Find("/"));
            await i.Store.ImportAsync(i.Temp["layout-a"]);
            i.Store.Remove("b");
        }
    }

    [SkippableFact]
    public async Task A_cancelled_import_leaves_nothing()
    {
        using Imported i = Imported.Nothing();
        using var cancel = new CancellationTokenSource();
        var progress = new Cancelling(cancel);
        string folder = new TestImage(i.Temp["l"]).Layer(new TestLayer().File("f", new string('x', 5 << 20))).Write("test");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => i.Store.ImportAsync(folder, null, progress, cancel.Token));
        i.AssertEmpty();
    }

    private sealed class Cancelling(CancellationTokenSource cancel) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            if (value.Stage == PullStage.Unpacking)
                cancel.Cancel();
        }
    }
}
