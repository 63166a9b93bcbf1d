using System.Diagnostics;
using System.Globalization;
using Fleet.Lab.Plans;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Runs the sample client: another process, with an actor system of its own, that knows nothing but the door's address.</summary>
internal sealed class DemoClientProcess(DemoStage stage)
{
    public async Task<int> RunAsync(LabPlan plan, string image, int replicas, bool withBatch, CancellationToken cancel)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "samples", "client", "sample-client");
        if (!File.Exists(program)) throw new LabException($"{program} is not there: './fleet build' makes it");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string word in new[] { plan.Nodes[0].Door, image, replicas.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(word);
        if (!withBatch) start.ArgumentList.Add("--service-only");
        using var client = Process.Start(start)!;
        try
        {
            while (await client.StandardOutput.ReadLineAsync(cancel) is { } line) stage.Say(line);
            await client.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            client.Kill();
            throw;
        }
        return client.ExitCode == 0 ? 0 : throw new IOException($"the client program ended with {client.ExitCode}");
    }
}
