using System.Text;
using Fleet.Images.Manifests;
using Fleet.Images.Tests.Support;
using ZstdSharp;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>A layer is what its first bytes say, whatever its media type does.</summary>
public class CodecTests
{
    private static readonly string Content = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"line {n}\n"));

    private static byte[] Tar => new TestLayer().Folder("z").File("z/f", Content).Tar();

    [SkippableFact]
    public async Task Plain_tar_is_unpacked() => await UnpacksAsync(Tar, MediaTypes.Layer);

    [SkippableFact]
    public async Task Gzip_called_plain_tar_is_unpacked() => await UnpacksAsync(TestLayer.Gzip(Tar), MediaTypes.Layer);

    [SkippableFact]
    public async Task Plain_tar_called_gzip_is_unpacked() => await UnpacksAsync(Tar, MediaTypes.LayerGzip);

    [SkippableFact]
    public async Task Gzip_of_several_members_one_of_them_empty_is_unpacked_to_its_end()
    {
        byte[] tar = Tar;
        await UnpacksAsync([.. TestLayer.Gzip(tar[..700]), .. TestLayer.Gzip([]), .. TestLayer.Gzip(tar[700..90_001]), .. TestLayer.Gzip(tar[90_001..])], MediaTypes.LayerGzip);
    }

    [SkippableFact]
    public async Task Zstd_in_several_frames_with_skippable_ones_between_is_unpacked()
    {
        byte[] tar = Tar;
        using var compressor = new Compressor();
        byte[] skippable = [0x52, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        await UnpacksAsync(
            [.. skippable, .. compressor.Wrap(tar.AsSpan(0, 5000)), .. skippable, .. compressor.Wrap(tar.AsSpan(5000)), .. skippable],
            "application/vnd.oci.image.layer.v1.tar+zstd");
    }

    [SkippableTheory]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("\u00fd7zXZ\0", "xz")]
    public async Task Other_codecs_are_refused_by_name(string start, string codec)
    {
        ImageException e = await RefusedAsync(Tar, [.. Encoding.Latin1.GetBytes(start), .. new byte[600]]);
        Assert.Contains($"compressed by {codec}", e.Message);
    }

    [SkippableFact]
    public async Task A_truncated_gzip_is_refused()
    {
        byte[] gzip = TestLayer.Gzip(Tar);
        ImageException e = await RefusedAsync(Tar, gzip[..(gzip.Length / 2)]);
        Assert.Contains("truncated", e.Message);
        Assert.Contains("layer 1 of test:latest", e.Message);
    }

    [SkippableFact]
    public async Task A_truncated_zstd_is_refused()
    {
        using var compressor = new Compressor();
        byte[] zstd = compressor.Wrap(Tar).ToArray();
        Assert.Contains("truncated", (await RefusedAsync(Tar, zstd[..(zstd.Length / 2)])).Message);
    }

    [SkippableTheory]
    [InlineData(0)] // the data breaks off
    [InlineData(1)] // a header breaks off
    public async Task A_truncated_tar_is_refused(int part)
    {
        byte[] tar = Tar[..(part == 0 ? 5000 : 700)];
        ImageException e = await RefusedAsync(tar, tar);
        Assert.Contains("truncated", e.Message);
    }

    [SkippableFact]
    public async Task A_damaged_gzip_is_refused()
    {
        byte[] gzip = TestLayer.Gzip(Tar);
        gzip.AsSpan(gzip.Length / 2, 40).Clear();
        Assert.Equal(ImageProblem.Invalid, (await RefusedAsync(Tar, gzip)).Problem);
    }

    [SkippableFact]
    public async Task What_is_no_archive_at_all_is_refused()
    {
        byte[] noise = Encoding.ASCII.GetBytes(new string('?', 2048));
        Assert.Contains("no tar header at its start", (await RefusedAsync(noise, noise)).Message);
    }

    [SkippableFact]
    public async Task A_diff_id_that_is_not_the_layers_is_refused_with_both_digests()
    {
        using Imported i = Imported.Nothing();
        string wrong = Images.Content.Digest.Of("something else"u8), right = Images.Content.Digest.Of(Tar);
        var image = new TestImage(i.Temp["layout"]) { DiffIds = [wrong] }.Layer(Tar);
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(image.Write("test")));
        Assert.Equal(ImageProblem.WrongContent, e.Problem);
        Assert.Contains("layer 1 of test:latest", e.Message);
        Assert.Contains(wrong, e.Message);
        Assert.Contains(right, e.Message);
        i.AssertEmpty();
    }

    private static async Task UnpacksAsync(byte[] blob, string mediaType)
    {
        using Imported i = await Imported.ImageAsync(image => image.Layer(Tar, blob, mediaType));
        Assert.Equal(Content, i.Merged.Text("/z/f"));
    }

    private static async Task<ImageException> RefusedAsync(byte[] tar, byte[] blob)
    {
        using Imported i = Imported.Nothing();
        var image = new TestImage(i.Temp["layout"]).Layer(tar, blob);
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(image.Write("test")));
        i.AssertEmpty();
        return e;
    }
}
