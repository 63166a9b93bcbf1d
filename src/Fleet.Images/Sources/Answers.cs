using System.Net;

namespace Fleet.Images.Sources;

/// <summary>What HTTP answers mean to who fetches blobs.</summary>
internal static class Answers
{
    /// <summary>The largest manifest, config or token taken (distribution-spec: at least 4 MiB must be possible).</summary>
    internal const int MostSmall = 8 << 20;

    /// <summary>The response once its headers are here.</summary>
    /// <exception cref="IOException">Nothing came in time, or no connection; worth another try.</exception>
    internal static async Task<HttpResponseMessage> HeadersAsync(
        HttpClient client, HttpRequestMessage request, Store.ImageStoreOptions options, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(options.Silence);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"{request.RequestUri!.Authority} did not answer within {options.Silence.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{request.RequestUri!.Authority}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>The body as a blob; the response lives as long.</summary>
    internal static async Task<BlobStream> ContentAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        long offset = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? 0 : 0;
        return new BlobStream(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), offset) { Owner = response };
    }

    internal static BlobStream? Nothing(HttpResponseMessage response)
    {
        response.Dispose();
        return null;
    }

    /// <summary>Too many requests and faults of the server may pass; what else is refused stays refused.</summary>
    internal static IOException Failed(HttpResponseMessage response, string who)
    {
        using (response)
        {
            int status = (int)response.StatusCode;
            string message = $"{who} answered {status} {response.ReasonPhrase}".TrimEnd();
            return status is 408 or 425 or 429 or >= 500 ? new IOException(message) : new ImageException(ImageProblem.Unreachable, message);
        }
    }

    /// <summary>Reads a small body; refuses one that does not end.</summary>
    internal static async Task<byte[]> ReadSmallAsync(Stream stream, string what, Store.ImageStoreOptions options, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(options.Silence);
        var content = new MemoryStream();
        var buffer = new byte[1 << 14];
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0;)
            {
                content.Write(buffer, 0, count);
                if (content.Length > MostSmall)
                    throw new ImageException(ImageProblem.Invalid, $"{what} has more than {MostSmall} bytes");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"nothing came for {options.Silence.TotalSeconds:0} s");
        }

        return content.ToArray();
    }
}
