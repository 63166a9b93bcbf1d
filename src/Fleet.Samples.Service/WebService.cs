using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Samples.Service;

/// <summary>Answers every request with who and where it is, and what it sees of its limits.</summary>
internal static class WebService
{
    public static async Task<int> RunAsync(TaskEnvironment task)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://*:{task.Port}/");
        listener.Start();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            listener.Stop();
        });
        Console.WriteLine($"{task.Job} {task.Index} on {task.Node} listens on port {task.Port}");
        var started = DateTimeOffset.UtcNow;
        while (listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = await listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
            Answer(request.Response, new Whoami(task.Job, task.Index, task.Attempt, task.Node, Environment.ProcessId,
                Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, started));
        }
        Console.WriteLine("stopped");
        return 0;
    }

    private static void Answer(HttpListenerResponse response, Whoami answer)
    {
        response.ContentType = "application/json";
        response.Close(JsonSerializer.SerializeToUtf8Bytes(answer, SampleJson.Default.Whoami), willBlock: false);
    }
}

internal sealed record Whoami(
    string Job, int Index, int Attempt, string Node, int Pid, int Processors, long MemoryBytes, DateTimeOffset Started);

[JsonSerializable(typeof(Whoami))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SampleJson : JsonSerializerContext;
