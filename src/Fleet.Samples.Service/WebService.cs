using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Samples.Service;

/// <summary>
/// Answers every request with who and where it is, and what it sees of its limits. A few lines of HTTP/1.1 on a socket: the
/// framework's HttpListener asks DNS for its own host at the start, and a host of the lab has none.
/// </summary>
internal static class WebService
{
    public static async Task<int> RunAsync(TaskEnvironment task)
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var listener = new TcpListener(IPAddress.Any, task.Port);
        listener.Start();
        Console.WriteLine($"{task.Job} {task.Index} on {task.Node} listens on port {task.Port}");
        var started = DateTimeOffset.UtcNow;
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = AnswerAsync(client, new Whoami(task.Job, task.Index, task.Attempt, task.Node, Environment.ProcessId,
                    Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, started));
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopped");
            return 0;
        }
    }

    // One request a connection; whatever it asks for, the answer is the same.
    private static async Task AnswerAsync(TcpClient client, Whoami answer)
    {
        using (client)
        using (var timer = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                while (await reader.ReadLineAsync(timer.Token) is { Length: > 0 }) { }
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(answer, SampleJson.Default.Whoami);
                string head = string.Create(CultureInfo.InvariantCulture,
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), timer.Token);
                await stream.WriteAsync(body, timer.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The caller went away: nobody to answer.
            }
        }
    }
}

internal sealed record Whoami(
    string Job, int Index, int Attempt, string Node, int Pid, int Processors, long MemoryBytes, DateTimeOffset Started);

[JsonSerializable(typeof(Whoami))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SampleJson : JsonSerializerContext;
