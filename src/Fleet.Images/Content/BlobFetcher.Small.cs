using Fleet.Images.Manifests;
using Fleet.Images.Sources;

namespace Fleet.Images.Content;

internal sealed partial class BlobFetcher
{
    /// <summary>Fetches a manifest or config, whole, into memory and into the store. Its size may be unknown (-1).</summary>
    internal async Task<byte[]> FetchSmallAsync(IBlobSource source, Descriptor blob, BlobKind kind, string what, CancellationToken cancel)
    {
        if (blobs.Has(blob.Digest))
            return blobs.ReadAll(blob.Digest);
        if (blob.Size > Answers.MostSmall)
            throw new ImageException(ImageProblem.Invalid, $"{what} is announced with {blob.Size} bytes; {Answers.MostSmall} is the most");
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using BlobStream stream = await source.OpenAsync(blob, kind, 0, attempt, cancel).ConfigureAwait(false)
                    ?? throw new ImageException(ImageProblem.NotFound, $"{what} ({blob.Digest}) is missing in {source.Name}");
                byte[] content = await Answers.ReadSmallAsync(stream.Content, what, options, cancel).ConfigureAwait(false);
                string digest = Digest.Of(content);
                if (digest != blob.Digest)
                    throw new ImageException(ImageProblem.WrongContent, $"{what} from {source.Name} has the digest {digest} instead of {blob.Digest}");
                blobs.Add(content);
                return content;
            }
            catch (Exception e) when (attempt + 1 < MostAttempts(e, source) && !cancel.IsCancellationRequested)
            {
                await WaitAsync(attempt, source, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (ImageException or OperationCanceledException) && !cancel.IsCancellationRequested)
            {
                throw new ImageException(ImageProblem.Unreachable, $"{what} could not be fetched from {source.Name}: {e.Message}", e);
            }
        }
    }
}
