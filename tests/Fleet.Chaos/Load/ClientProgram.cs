using System.Globalization;
using Akka.Actor;
using Fleet.Chaos.Cluster;
using Fleet.Chaos.History;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Chaos.Load;

/// <summary>
/// A client's process: <c>Fleet.Chaos client NAME LIFE SEED FOLDER WITNESS DOOR...</c>. Lives until it is killed, or its run is. One that takes up
/// after another says again, with the same request ids, what the other was never answered.
/// </summary>
internal static class ClientProgram
{
    private const int Workers = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // Longer than any fault and what follows it: a call that nobody answers for so long is answered with a typed failure.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(string[] args)
    {
        string name = args[0];
        int run = Native.ParentPid();
        int life = int.Parse(args[1], CultureInfo.InvariantCulture), seed = int.Parse(args[2], CultureInfo.InvariantCulture);
        var folder = new ClientFolder(args[3], name);
        var before = File.Exists(folder.History) ? HistoryFile.Read([folder.History]) : [];
        using var history = new HistoryFile(folder.History);
        using var system = ActorSystem.Create("chaos", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");
        await using var fleet = FleetClient.Create(system, new FleetClientOptions { Doors = [.. args[5..]], UnreachableAfter = Patience, OutagePatience = Patience });
        int last = before.OfType<CallBegan>().Select(call => call.Number).DefaultIfEmpty(0).Max();
        var client = new LoadClient(name, fleet, history, args[4], last);

        await SayAgainAsync(client, before).ConfigureAwait(false);
        Worker[] workers = [.. Enumerable.Range(0, Workers).Select(index =>
            new Worker($"{(char)('u' + index)}", HashCode(seed, life, index), client, folder) { Prefix = $"{name}l{life}" })];
        var running = workers.Select(worker => worker.RunAsync(CancellationToken.None)).ToList();
        while (running.All(task => !task.IsCompleted) && Native.ParentPid() == run)
        {
            if (workers.All(worker => worker.IsHeld)) await File.WriteAllTextAsync(folder.Held, "").ConfigureAwait(false);
            else File.Delete(folder.Held);
            await Task.Delay(Look).ConfigureAwait(false);
        }
        if (running.FirstOrDefault(task => task.IsCompleted) is { } failed) await failed.ConfigureAwait(false);
        return 1;
    }

    // What was asked and not answered is asked again; what the other had running is stopped, as nobody would change it any more.
    private static async Task SayAgainAsync(LoadClient client, List<Happening> before)
    {
        var answered = before.OfType<CallEnded>().Select(end => end.Number).ToHashSet();
        var calls = before.OfType<CallBegan>().Where(call => call.Kind != CallKind.List).ToList();
        var done = calls.Where(call => answered.Contains(call.Number)).Select(call => call.Request).ToHashSet();
        foreach (var call in calls.Where(call => !done.Contains(call.Request)).DistinctBy(call => call.Request))
            await client.MakeAsync(new Wish(call.Kind, call.Job, call.Type, call.Replicas, call.Careful, Marker: 0, call.Request)).ConfigureAwait(false);

        var stopped = calls.Where(call => call.Kind == CallKind.Stop).Select(call => call.Job).ToHashSet();
        foreach (string job in calls.Where(call => call.Kind == CallKind.Submit && call.Type == TaskType.Service).Select(call => call.Job).Distinct().Where(job => !stopped.Contains(job)))
            await client.MakeAsync(new Wish(CallKind.Stop, job, TaskType.Service, 0, Careful: false, Marker: 0, $"stop-{job}")).ConfigureAwait(false);
    }

    // Not System.HashCode, which differs from process to process.
    private static int HashCode(int seed, int life, int index) => unchecked((((seed * 31) + life) * 31) + index);
}
