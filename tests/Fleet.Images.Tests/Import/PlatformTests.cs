using System.Text.Json.Nodes;
using Fleet.Images.Manifests;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Import;

/// <summary>Which entry of an index is taken.</summary>
public class PlatformTests
{
    private static readonly string Here = Platform.OfThisMachine.Architecture;
    private static readonly string Other = Here == "amd64" ? "arm64" : "amd64";

    private static JsonObject Image(Imported i, string architecture, string content) =>
        new TestImage(i.Temp["layout"]) { Architecture = architecture }.Layer(new TestLayer().File("arch", content)).Manifest();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_entry_for_this_machine_is_taken_past_attestations_and_others_also_out_of_a_nested_index(bool nested)
    {
        using Imported i = Imported.Nothing();
        var layout = new TestImage(i.Temp["layout"]);
        JsonObject mine = Image(i, Here, "mine");
        JsonObject index = layout.Index(
            TestImage.For(Image(i, "unknown", "attestation"), "unknown", "unknown"),
            TestImage.For(Image(i, Other, "other"), "linux", Other),
            nested ? layout.Index(TestImage.For(mine, "linux", Here)) : TestImage.For(mine, "linux", Here));
        var image = Assert.Single(await i.Store.ImportAsync(layout.Write("test", index)));
        using var merged = new MergedView(i.Store, image);
        Assert.Equal("mine", merged.Text("/arch"));
        Assert.Equal(Here, image.Architecture);
    }

    [SkippableFact]
    public async Task Where_nothing_fits_the_platforms_wanted_and_offered_are_named()
    {
        using Imported i = Imported.Nothing();
        var layout = new TestImage(i.Temp["layout"]);
        JsonObject index = layout.Index(TestImage.For(Image(i, Other, "o"), "linux", Other), TestImage.For(Image(i, "s390x", "s"), "linux", "s390x"));
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(layout.Write("test", index)));
        Assert.Equal(ImageProblem.NoPlatform, e.Problem);
        Assert.Contains($"has nothing for linux/{Here}; it offers linux/{Other}, linux/s390x", e.Message);
        i.AssertEmpty();
    }

    [SkippableFact]
    public async Task Entries_without_platform_are_judged_by_their_config()
    {
        using Imported i = Imported.Nothing();
        var layout = new TestImage(i.Temp["layout"]) { WithMediaTypes = false };
        JsonObject index = layout.Index(Image(i, Other, "other"), Image(i, Here, "mine"));
        using var merged = new MergedView(i.Store, Assert.Single(await i.Store.ImportAsync(layout.Write("test", index))));
        Assert.Equal("mine", merged.Text("/arch"));
    }

    [SkippableFact]
    public async Task Several_manifests_of_one_name_in_the_layout_itself_are_one_image_for_several_platforms()
    {
        using Imported i = Imported.Nothing();
        JsonObject other = TestImage.For(Image(i, Other, "other"), "linux", Other), mine = TestImage.For(Image(i, Here, "mine"), "linux", Here);
        using var merged = new MergedView(i.Store, Assert.Single(await i.Store.ImportAsync(new TestImage(i.Temp["layout"]).Write(null, other, mine))));
        Assert.Equal("mine", merged.Text("/arch"));
    }

    [Fact]
    public void An_exact_variant_comes_before_none_and_none_before_another()
    {
        Descriptor Entry(string variant) => new("", "sha256:" + new string('0', 64), 1, new Platform("linux", "arm64", variant));
        Descriptor[] entries = [Entry("v9"), Entry(""), Entry("v8")];
        Assert.Equal(["", "v8", "v9"], ImageIndex.Candidates(entries, new Platform("linux", "arm64")).Select(e => e.Platform!.Variant));
        Assert.Equal(["v9", "", "v8"], ImageIndex.Candidates(entries, new Platform("linux", "arm64", "v9")).Select(e => e.Platform!.Variant));
    }
}
