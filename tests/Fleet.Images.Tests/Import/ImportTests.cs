using System.Diagnostics;
using System.Text.Json.Nodes;
using Fleet.Images.Records;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Import;

/// <summary>PATH[:REF], the four forms an image may come in, and the names it gets.</summary>
public class ImportTests
{
    private static TestImage Image(Imported i, string folder = "layout", string content = "x") =>
        new TestImage(i.Temp[folder]).Layer(new TestLayer().File("f", content));

    [SkippableFact]
    public async Task A_layout_folder_is_named_by_its_annotation()
    {
        using Imported i = Imported.Nothing();
        ImageRecord image = Assert.Single(await i.Store.ImportAsync(Image(i).Write("some/app:v2")));
        Assert.Equal(["some/app:v2"], image.Names.AsEnumerable());
        Assert.Equal(image.Digest, i.Store.Find("some/app:v2")!.Digest);
        Assert.Null(i.Store.Find("some/app"));
    }

    [SkippableFact]
    public async Task Without_an_annotation_the_files_name_is_the_images()
    {
        using Imported i = Imported.Nothing();
        Image(i, "My App_1").Write();
        Assert.Equal(["my-app_1:latest"], Assert.Single(await i.Store.ImportAsync(i.Temp["My App_1"] + "/")).Names.AsEnumerable());
    }

    [SkippableTheory]
    [InlineData("layout.tar")]
    [InlineData("layout.tar.gz")]
    public async Task A_tar_of_a_layout_is_read_also_when_it_is_compressed(string file)
    {
        Needs.Program("tar");
        using Imported i = Imported.Nothing();
        Image(i).Write();
        Run(i.Temp.Path, "tar", "-C", i.Temp["layout"], "-caf", i.Temp[file], ".");
        Assert.Equal(["layout:latest"], Assert.Single(await i.Store.ImportAsync(i.Temp[file])).Names.AsEnumerable());
        Assert.Empty(Directory.EnumerateFiles(i.Temp["store/ingest"]));
    }

    [SkippableFact]
    public async Task A_ref_after_the_path_chooses_and_names_one_of_several()
    {
        using Imported i = Imported.Nothing();
        JsonObject one = Image(i, content: "1").Manifest(), two = Image(i, content: "2").Manifest();
        two["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = "two" };
        string folder = Image(i).Write("one", one, two);
        ImageRecord image = Assert.Single(await i.Store.ImportAsync(folder + ":two"));
        Assert.Equal(["two:latest"], image.Names.AsEnumerable());
        Assert.Equal(two["digest"]!.GetValue<string>(), image.Digest);

        Assert.Equal(["renamed:v1"], Assert.Single(await i.Store.ImportAsync(folder + ":one", "renamed:v1")).Names.AsEnumerable());
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(folder + ":three"));
        Assert.Contains("no image \"three\"; it has one, two", e.Message);
        e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(folder, "both"));
        Assert.Equal(ImageProblem.Ambiguous, e.Problem);
        Assert.Equal(2, (await i.Store.ImportAsync(folder)).Length);
    }

    [SkippableFact]
    public async Task A_path_that_exists_with_a_colon_has_no_ref()
    {
        using Imported i = Imported.Nothing();
        Image(i, "lay:out").Write("inside");
        Assert.Equal(["inside:latest"], Assert.Single(await i.Store.ImportAsync(i.Temp["lay:out"])).Names.AsEnumerable());
    }

    [SkippableTheory]
    [InlineData("nowhere", "there is no file or folder")]
    [InlineData("empty", "neither an OCI image layout nor a docker save archive")]
    [InlineData("text", "no tar header at its start")]
    public async Task What_is_no_image_is_refused_by_its_path(string path, string why)
    {
        using Imported i = Imported.Nothing();
        Directory.CreateDirectory(i.Temp["empty"]);
        i.Temp.File("text", new string('t', 5000));
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(i.Temp[path]));
        Assert.Contains(why, e.Message);
        Assert.Contains(i.Temp[path], e.Message);
        i.AssertEmpty();
    }

    [SkippableFact]
    public async Task A_blob_that_is_missing_truncated_or_changed_is_refused_by_its_digest()
    {
        using Imported i = Imported.Nothing();
        Image(i).Write("test");
        string layer = Directory.EnumerateFiles(i.Temp["layout/blobs/sha256"]).Single(f => File.ReadAllBytes(f)[0] == 0x1f);
        byte[] content = File.ReadAllBytes(layer);

        File.WriteAllBytes(layer, content[..^3]);
        Assert.Contains("truncated", (await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(i.Temp["layout"]))).Message);
        content[40] ^= 1;
        File.WriteAllBytes(layer, content);
        var changed = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(i.Temp["layout"]));
        Assert.Equal(ImageProblem.WrongContent, changed.Problem);
        Assert.Contains("instead of sha256:" + Path.GetFileName(layer), changed.Message);
        File.Delete(layer);
        var missing = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(i.Temp["layout"]));
        Assert.Contains($"(sha256:{Path.GetFileName(layer)}) is missing in", missing.Message);
        i.AssertEmpty();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_docker_save_archive_is_named_by_its_RepoTags(bool unpacked)
    {
        using Imported i = Imported.Nothing();
        string tar = DockerSave(i);
        string path = tar;
        if (unpacked)
        {
            path = Directory.CreateDirectory(i.Temp["unpacked"]).FullName;
            Run(i.Temp.Path, "tar", "-C", path, "-xf", tar);
        }

        ImageRecord image = Assert.Single(await i.Store.ImportAsync(path));
        Assert.Equal(["repo/app:v1", "other:latest"], image.Names.AsEnumerable());
        using var merged = new MergedView(i.Store, image);
        Assert.Equal(["/", "/a", "/b"], merged.Find("/"));
        Assert.Equal(3, image.Layers.Length);
        Assert.Equal(image.Layers[0].Digest, image.Layers[2].Digest);
        Assert.NotNull(i.Store.OpenBlob(image.Digest));
    }

    [SkippableFact]
    public async Task A_docker_save_archive_whose_layer_was_changed_is_refused()
    {
        using Imported i = Imported.Nothing();
        string tar = DockerSave(i, spoil: true);
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(tar));
        Assert.Equal(ImageProblem.WrongContent, e.Problem);
        i.AssertEmpty();
    }

    [SkippableFact]
    public async Task A_link_in_a_layout_folder_does_not_lead_out_of_it()
    {
        using Imported i = Imported.Nothing();
        Image(i).Write("test");
        File.Move(i.Temp["layout/index.json"], i.Temp["index.json"]);
        File.CreateSymbolicLink(i.Temp["layout/index.json"], i.Temp["index.json"]);
        await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(i.Temp["layout"]));
    }

    /// <summary>As docker wrote it up to version 24: a folder a layer, the repeated one as a link.</summary>
    private static string DockerSave(Imported i, bool spoil = false)
    {
        byte[] a = new TestLayer().File("a", "a").Tar(), b = new TestLayer().File("b", "b").Tar();
        string config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["rootfs"] = new JsonObject { ["diff_ids"] = new JsonArray(Content.Digest.Of(a), Content.Digest.Of(b), Content.Digest.Of(a)) },
        }.ToJsonString();
        if (spoil)
            b[600] ^= 1;
        string manifest = new JsonArray(new JsonObject
        {
            ["Config"] = "c.json",
            ["RepoTags"] = new JsonArray("repo/app:v1", "other"),
            ["Layers"] = new JsonArray("1/layer.tar", "2/layer.tar", "3/layer.tar"),
        }).ToJsonString();
        byte[] archive = new TestLayer()
            .Folder("1").Add(new Images.Layout.TarItem("1/layer.tar", '0'), a)
            .Folder("2").Add(new Images.Layout.TarItem("2/layer.tar", '0'), b)
            .Folder("3").Symlink("3/layer.tar", "../1/layer.tar")
            .File("c.json", config).File("manifest.json", manifest).Tar();
        File.WriteAllBytes(i.Temp["saved.tar"], archive);
        return i.Temp["saved.tar"];
    }

    private static void Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
