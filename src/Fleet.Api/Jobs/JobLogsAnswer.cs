using System.Threading.Channels;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Errors;
using Fleet.Api.Streams;
using Fleet.Client;
using Fleet.Model;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Jobs;

/// <summary>Logs of a job's replicas in one stream of frames: following, as they come; else one replica after the other.</summary>
internal static class JobLogsAnswer
{
    public static async Task WriteAsync(HttpContext http, FleetClient client, string name)
    {
        var query = LogsAnswer.Query(http);
        // One that has no node yet, or never got so far, has no log.
        var replicas = (await Replicas.FindAsync(client, name, http.RequestAborted)).Where(r => r.Node.Length > 0 && r.Fact.Phase >= Phase.Created).ToList();
        bool named = replicas.Count > 1;
        var pieces = Channel.CreateBounded<(string Name, LogPiece Piece)>(new BoundedChannelOptions(256) { SingleReader = true });
        var reading = ReadAsync(client, replicas, query, pieces.Writer, http.RequestAborted);

        http.Response.ContentType = "application/x-fleet-frames";
        await http.Response.StartAsync(http.RequestAborted);
        var writer = new FrameBatch(http.Response.BodyWriter);
        await writer.FlushAsync(http.RequestAborted);
        while (await pieces.Reader.WaitToReadAsync(http.RequestAborted))
        {
            while (!writer.IsFull && pieces.Reader.TryRead(out var next))
            {
                var piece = next.Piece;
                writer.Add(FrameType.Log, new LogFrame(piece.Time, piece.Stderr, piece.EndsLine, piece.Gap, named ? next.Name : "", piece.Content).Encode());
            }

            await writer.FlushAsync(http.RequestAborted);
        }

        try
        {
            await reading;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            writer.Add(FrameType.Error, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(ErrorAnswers.Of(e), ApiJson.Default.ApiError));
            await writer.FlushAsync(http.RequestAborted);
        }
    }

    private static async Task ReadAsync(
        FleetClient client, IReadOnlyList<AllocationView> replicas, LogsQuery query, ChannelWriter<(string, LogPiece)> to, CancellationToken cancel)
    {
        try
        {
            if (query.Follow)
            {
                await Task.WhenAll(replicas.Select(r => ReadOneAsync(client, r, query, to, cancel)));
                return;
            }

            foreach (var replica in replicas)
            {
                await ReadOneAsync(client, replica, query, to, cancel);
            }
        }
        finally
        {
            to.Complete();
        }
    }

    private static async Task ReadOneAsync(
        FleetClient client, AllocationView replica, LogsQuery query, ChannelWriter<(string, LogPiece)> to, CancellationToken cancel)
    {
        await foreach (var piece in client.LogsAsync(replica.Assignment.Id, query.Follow, query.Since, query.Tail, cancel))
        {
            await to.WriteAsync((replica.Assignment.Name, piece), cancel);
        }
    }
}
