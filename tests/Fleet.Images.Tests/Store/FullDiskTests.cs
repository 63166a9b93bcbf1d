using System.Security.Cryptography;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Store;

public class FullDiskTests
{
    [SkippableTheory]
    [InlineData(false)] // the blob does not fit
    [InlineData(true)] // the blob fits, what it unpacks to does not
    public async Task An_image_that_does_not_fit_is_refused_in_words_and_leaves_room_for_others(bool compressible)
    {
        using var temp = new TempFolder();
        using var disk = new SmallDisk("4m");
        byte[] large = new byte[8 << 20];
        if (!compressible)
            RandomNumberGenerator.Fill(large);
        string layout = new TestImage(temp["large"]).Layer(new TestLayer().Add(new Images.Layout.TarItem("large", '0'), large)).Write("large");
        using ImageStore store = ImageStore.Open(disk.Path + "/store");
        var e = await Assert.ThrowsAsync<ImageException>(() => store.ImportAsync(layout));
        Assert.Equal(ImageProblem.Storage, e.Problem);
        Assert.Contains("layer 1 of large:latest", e.Message);
        Assert.Contains("does not fit on the disk", e.Message);
        Assert.Empty(store.List());

        string small = new TestImage(temp["small"]).Layer(new TestLayer().Add(new Images.Layout.TarItem("small", '0'), new byte[2 << 20])).Write("small");
        await store.ImportAsync(small);
        Assert.NotNull(store.Find("small"));
    }
}
