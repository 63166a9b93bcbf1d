using Fleet.Linux;
using Fleet.Linux.Files;
using ZstdSharp;

namespace Fleet.Images.Unpacking;

/// <summary>A layer that stands in its folder, but for what the layers below have to say.</summary>
internal sealed record UnpackedLayer(string DiffId, LayerTree Tree, LayerPending Pending) : IDisposable
{
    public void Dispose() => Tree.Dispose();
}

/// <summary>From a blob to a folder, digesting on the way.</summary>
internal static class LayerUnpacker
{
    /// <param name="blob">Seekable, at its start.</param>
    /// <param name="folder">Empty; on failure the caller deletes it.</param>
    /// <param name="what">Names the layer in messages.</param>
    internal static UnpackedLayer Unpack(Stream blob, string folder, string what, CancellationToken cancel)
    {
        var tree = new LayerTree(FileAt.OpenFolder(folder));
        try
        {
            Stream archive = Decompression.Open(blob);
            try
            {
                using var digested = new DigestStream(archive, cancel);
                var applier = new LayerApplier(tree);
                var reader = new TarReader(digested);
                while (reader.Next() is { } entry)
                    applier.Apply(entry, reader);
                return new UnpackedLayer(digested.TakeDigest(), tree, applier.Pending);
            }
            finally
            {
                if (!ReferenceEquals(archive, blob))
                    archive.Dispose();
            }
        }
        catch (Exception e)
        {
            tree.Dispose();
            if (Translate(e, what) is { } better)
                throw better;
            throw;
        }
    }

    /// <summary>Null for what is not about the layer.</summary>
    internal static ImageException? Translate(Exception e, string what) => e switch
    {
        { InnerException: KernelException { Errno.Value: 28 or 122 } } or KernelException { Errno.Value: 28 or 122 } =>
            new ImageException(ImageProblem.Storage, $"{what} does not fit on the disk: {e.Message}", e),
        LayerException => new ImageException(ImageProblem.Invalid, $"{what}: {e.Message}", e),
        TarException => new ImageException(ImageProblem.Invalid, $"{what} has {e.Message}", e),
        InvalidDataException or ZstdException or EndOfStreamException =>
            new ImageException(ImageProblem.Invalid, $"{what} cannot be decompressed, it is damaged or truncated: {e.Message}", e),
        KernelException => new ImageException(ImageProblem.Storage, $"{what} cannot be unpacked: {e.Message}", e),
        _ => null,
    };
}
