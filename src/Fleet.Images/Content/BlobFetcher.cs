using System.Security.Cryptography;
using Fleet.Images.Manifests;
using Fleet.Images.Records;
using Fleet.Images.Sources;
using Fleet.Images.Store;

namespace Fleet.Images.Content;

/// <summary>Brings blobs from a source into the store, verified on the way, and goes on where an attempt broke off.</summary>
internal sealed partial class BlobFetcher(BlobStore blobs, ImageStoreOptions options)
{
    private const long ReportEvery = 1 << 20;

    private readonly KeyedGate _gate = new();

    /// <summary>Fetches a blob unless it is here. One caller at a time does the work for a digest.</summary>
    /// <param name="what">Names the blob in messages.</param>
    internal async Task FetchAsync(IBlobSource source, Descriptor blob, string what, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        using IDisposable turn = await _gate.EnterAsync(blob.Digest, cancel).ConfigureAwait(false);
        if (blobs.Has(blob.Digest))
            return;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await AttemptAsync(source, blob, what, attempt, progress, cancel).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (attempt + 1 < MostAttempts(e, source) && !cancel.IsCancellationRequested)
            {
                await WaitAsync(attempt, source, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (ImageException or OperationCanceledException) && !cancel.IsCancellationRequested)
            {
                throw IsDiskFull(e)
                    ? new ImageException(ImageProblem.Storage, $"{what} does not fit on the disk: {e.Message}", e)
                    : new ImageException(ImageProblem.Unreachable, $"{what} could not be fetched from {source.Name}: {e.Message}", e);
            }
        }
    }

    private Task WaitAsync(int attempt, IBlobSource source, CancellationToken cancel) =>
        // Another place can be asked at once; the same one only after a while.
        (attempt + 1) % source.Places != 0
            ? Task.CompletedTask
            : Task.Delay(options.FirstRetryDelay * Math.Pow(2, attempt / source.Places), options.Time, cancel);

    /// <summary>What breaks may work the next time; what is missing or wrong in one place may be right in another, but not later.</summary>
    private int MostAttempts(Exception e, IBlobSource source) => e switch
    {
        ImageException { Problem: ImageProblem.WrongContent or ImageProblem.NotFound } => source.Places,
        ImageException => 1,
        _ when IsDiskFull(e) => 1,
        IOException or HttpRequestException or TimeoutException => options.Attempts * source.Places,
        _ => 1,
    };

    /// <summary>ENOSPC as .NET's files report it.</summary>
    private static bool IsDiskFull(Exception e) => e is IOException && (e.HResult & 0xffff) == 28;

    private async Task AttemptAsync(
        IBlobSource source, Descriptor blob, string what, int attempt, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        string path = blobs.IngestPath(blob.Digest);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool whole;
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        await using (file.ConfigureAwait(false))
        {
            long have = await DigestWhatIsHereAsync(file, blob, hash, cancel).ConfigureAwait(false);
            if (have < blob.Size || blob.Size == 0)
            {
                using BlobStream stream = await source.OpenAsync(blob, BlobKind.Blob, have, attempt, cancel).ConfigureAwait(false)
                    ?? throw new ImageException(ImageProblem.NotFound, $"{what} ({blob.Digest}) is missing in {source.Name}");
                if (stream.Offset != have)
                {
                    _ = hash.GetHashAndReset();
                    file.SetLength(0);
                    have = stream.Offset == 0 ? 0 : throw new IOException($"it sent bytes from {stream.Offset} on instead of {have}");
                }

                have = await CopyAsync(stream.Content, file, hash, blob, what, have, progress, cancel).ConfigureAwait(false);
            }

            whole = have == blob.Size;
        }

        if (!whole)
            throw new IOException("the connection ended early");
        string digest = Digest.Take(hash);
        if (digest != blob.Digest)
        {
            File.Delete(path);
            throw new ImageException(ImageProblem.WrongContent, $"{what} from {source.Name} has the digest {digest} instead of {blob.Digest}");
        }

        blobs.Commit(path, blob.Digest);
    }

    private static async Task<long> DigestWhatIsHereAsync(FileStream file, Descriptor blob, IncrementalHash hash, CancellationToken cancel)
    {
        if (file.Length > blob.Size)
            file.SetLength(0);
        var buffer = new byte[1 << 17];
        for (int count; (count = await file.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
            hash.AppendData(buffer, 0, count);
        return file.Length;
    }

    private async Task<long> CopyAsync(
        Stream from, FileStream to, IncrementalHash hash, Descriptor blob, string what, long have,
        IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        var buffer = new byte[1 << 17];
        long reported = have;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        while (true)
        {
            silence.CancelAfter(options.Silence);
            int count;
            try
            {
                count = await from.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new IOException($"nothing came for {options.Silence.TotalSeconds:0} s");
            }

            if (count == 0)
                break;
            if (have + count > blob.Size)
                throw new ImageException(ImageProblem.WrongContent, $"{what} ({blob.Digest}) is longer than the {blob.Size} bytes that were announced");
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
            have += count;
            if (have - reported >= ReportEvery)
            {
                progress?.Report(new PullProgress(blob.Digest, PullStage.Downloading, have, blob.Size));
                reported = have;
            }
        }

        return have;
    }
}
