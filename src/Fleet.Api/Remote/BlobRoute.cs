using Fleet.Api.Contracts;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Fleet.Api.Remote;

/// <summary>
/// Manifests, configs and layers for other nodes, by digest: whoever asks can check what comes. A part of one by Range
/// (RFC 9110, 14; one range), so that a broken transfer goes on where it stopped.
/// </summary>
internal static class BlobRoute
{
    public static void Map(WebApplication server, ILocalEngine engine)
    {
        server.MapGet(Routes.Blobs + "/{digest}", http => SendAsync(http, engine));
        server.MapMethods(Routes.Blobs + "/{digest}", ["HEAD"], http => SendAsync(http, engine));
    }

    private static async Task SendAsync(HttpContext http, ILocalEngine engine)
    {
        string digest = (string)http.Request.RouteValues["digest"]!;
        if (await engine.Images.OpenBlobAsync(digest, http.RequestAborted) is not { } blob)
        {
            throw new EngineException(EngineError.NotFound, $"{engine.Node.Name} has no blob {digest}");
        }

        await using var content = blob.Content;
        http.Response.Headers.AcceptRanges = "bytes";
        http.Response.Headers.ETag = $"\"{digest}\"";
        http.Response.ContentType = blob.MediaType.Length > 0 ? blob.MediaType : "application/octet-stream";
        var (first, count) = Part(http, blob.Length);
        http.Response.ContentLength = count;
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        content.Seek(first, SeekOrigin.Begin);
        await CopyAsync(content, http.Response.Body, count, http.RequestAborted);
    }

    // Sets the status where a part is wanted; several ranges at once are answered with the whole, as is allowed.
    private static (long First, long Count) Part(HttpContext http, long length)
    {
        if (!RangeHeaderValue.TryParse(http.Request.Headers.Range.ToString(), out var header) || header is not { Ranges: { Count: 1 } ranges })
        {
            return (0, length);
        }

        var range = ranges.Single();
        long first = range.From ?? Math.Max(0, length - (range.To ?? 0));
        long last = range.From is null ? length - 1 : Math.Min(range.To ?? length - 1, length - 1);
        if (first > last)
        {
            http.Response.Headers.ContentRange = $"bytes */{length}";
            http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return (0, 0);
        }

        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.Headers.ContentRange = $"bytes {first}-{last}/{length}";
        return (first, last - first + 1);
    }

    private static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken cancel)
    {
        byte[] buffer = new byte[128 << 10];
        while (count > 0)
        {
            int read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancel);
            if (read == 0)
            {
                throw new EndOfStreamException("the blob is shorter than it says");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            count -= read;
        }
    }
}
