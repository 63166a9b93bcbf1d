using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Fleet.Api.Contracts;
using Fleet.Api.Errors;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Server;

/// <summary>
/// The answer to something that may take long: lines of progress, then one with the end. A failure before the first line is
/// answered with its status; after it, with a last line.
/// </summary>
internal static class ProgressAnswer
{
    public static async Task RunAsync<TResult, TLine>(
        HttpContext http,
        Func<IProgress<ImageProgress>, Task<TResult>> work,
        Func<Contracts.Images.ImageProgress, TLine> onProgress,
        Func<TResult, TLine> onDone,
        Func<ApiError, TLine> onError,
        JsonTypeInfo<TLine> json)
    {
        // A slow reader misses steps, never holds up the work.
        var lines = Channel.CreateBounded<ImageProgress>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        var working = RunAsync(work, lines.Writer);
        await foreach (var line in lines.Reader.ReadAllAsync(http.RequestAborted))
        {
            await Answers.LineAsync(http, onProgress(new(line.Image, line.Step, line.Item, line.Done, line.Total)), json);
        }

        TLine last;
        try
        {
            last = onDone(await working);
        }
        catch (Exception e) when (http.Response.HasStarted && e is not OperationCanceledException)
        {
            last = onError(ErrorAnswers.Of(e));
        }

        await Answers.LineAsync(http, last, json);
    }

    private static async Task<T> RunAsync<T>(Func<IProgress<ImageProgress>, Task<T>> work, ChannelWriter<ImageProgress> lines)
    {
        try
        {
            return await work(new Direct(lines));
        }
        finally
        {
            lines.Complete();
        }
    }

    // Progress<T> would go through the thread pool, where the last step may come after the end.
    private sealed class Direct(ChannelWriter<ImageProgress> lines) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => lines.TryWrite(value);
    }
}
