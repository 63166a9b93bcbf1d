using Fleet.Images.Records;
using Fleet.Images.Store;

namespace Fleet.Images.Tests.Support;

/// <summary>A store of the test's own, with an image imported from layers.</summary>
internal sealed class Imported : IDisposable
{
    private Imported(TempFolder temp, ImageStore store) => (Temp, Store) = (temp, store);

    internal TempFolder Temp { get; }

    internal ImageStore Store { get; }

    internal ImageRecord Image { get; private set; } = null!;

    internal MergedView Merged { get; private set; } = null!;

    internal static Imported Nothing()
    {
        Needs.Root();
        var temp = new TempFolder();
        return new Imported(temp, ImageStore.Open(temp["store"]));
    }

    internal static Task<Imported> LayersAsync(params TestLayer[] layers) => ImageAsync(image =>
    {
        foreach (TestLayer layer in layers)
            image.Layer(layer);
    });

    internal static async Task<Imported> ImageAsync(Action<TestImage> build)
    {
        Imported imported = Nothing();
        try
        {
            var image = new TestImage(imported.Temp["layout"]);
            build(image);
            imported.Image = Assert.Single(await imported.Store.ImportAsync(image.Write("test")));
            imported.Merged = new MergedView(imported.Store, imported.Image);
            return imported;
        }
        catch
        {
            imported.Dispose();
            throw;
        }
    }

    /// <summary>The import must fail, with nothing left of it.</summary>
    internal static async Task<ImageException> RefusedAsync(params TestLayer[] layers)
    {
        using Imported imported = Nothing();
        var image = new TestImage(imported.Temp["layout"]);
        foreach (TestLayer layer in layers)
            image.Layer(layer);
        var refused = await Assert.ThrowsAsync<ImageException>(() => imported.Store.ImportAsync(image.Write("test")));
        imported.AssertEmpty();
        return refused;
    }

    /// <summary>No record, no blob, no layer: as if nothing had been tried.</summary>
    internal void AssertEmpty()
    {
        Assert.Empty(Store.List());
        Assert.Empty(Directory.EnumerateFiles(Temp["store/blobs/sha256"]));
        Assert.Empty(Directory.EnumerateFiles(Temp["store/ingest"]));
        Assert.Equal(["0"], LayerFolders());
    }

    /// <summary>Names of the layer folders, the empty one among them.</summary>
    internal string[] LayerFolders() => [.. Directory.EnumerateDirectories(Temp["store/layers"]).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Merged?.Dispose();
        Store.Dispose();
        Temp.Dispose();
    }
}
