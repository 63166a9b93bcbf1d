using Fleet.Chaos.Cluster;
using Fleet.Chaos.History;
using Fleet.Chaos.Plan;
using Fleet.Linux.Processes;

namespace Fleet.Chaos.Run;

/// <summary>Does to the lab and its clients what the plan says, and takes it back.</summary>
internal sealed class FaultActions(ChaosLab lab, IReadOnlyList<NodeWatcher> nodes, IReadOnlyList<ClientHost> clients, Action<ClientHost> startClient, HistoryFile history)
{
    private const int ShimsAtOnce = 3;
    private static readonly TimeSpan SchedulerWithin = TimeSpan.FromSeconds(60);

    /// <summary>The node or client that it befalls now.</summary>
    /// <exception cref="ChaosException">No scheduler is anywhere.</exception>
    public async Task<string> ChooseAsync(FaultStep step, CancellationToken cancel)
    {
        if (step.Target == FaultTarget.Client) return clients[step.Pick % clients.Count].Name;
        string holder = await HolderAsync(cancel).ConfigureAwait(false);
        if (step.Target == FaultTarget.Singleton) return holder;
        string[] others = [.. ChaosLab.Nodes.Where(node => node != holder)];
        return others[step.Pick % others.Length];
    }

    public async Task BeginAsync(FaultStep step, string on)
    {
        history.Add(new FaultBegan(Boot.Now, step.Round, step.Kind, step.Target, on));
        if (step.Target == FaultTarget.Client) BeginOfClient(step.Kind, Client(on));
        else if (step.Kind == FaultKind.ShimKill) KillShims(on, step.Pick);
        else await lab.Fleet.DoAsync(Words(step.Kind, on)).ConfigureAwait(false);
    }

    /// <summary>What was killed is started again, as whoever owns the machine would; everything else goes on by itself.</summary>
    /// <returns>Done when the command that ended it is; the fault itself is over before.</returns>
    public Task End(FaultStep step, string on)
    {
        var ended = new FaultEnded(Boot.Now, step.Round, step.Kind, step.Target, on);
        history.Add(ended);
        if (step.Target != FaultTarget.Client)
        {
            return step.Kind switch
            {
                FaultKind.HostKill or FaultKind.AgentKill => lab.Fleet.DoAsync("lab", "start", on),
                FaultKind.Cut => lab.Fleet.DoAsync("lab", "mend", on),
                FaultKind.ShimKill => Task.CompletedTask,
                _ => lab.Fleet.DoAsync("lab", "resume", on),
            };
        }
        if (FaultKinds.IsKill(step.Kind)) startClient(Client(on));
        else if (step.Kind == FaultKind.Cut) Client(on).Mend();
        else Client(on).Resume();
        return Task.CompletedTask;
    }

    private ClientHost Client(string name) => clients.First(client => client.Name == name);

    private static void BeginOfClient(FaultKind kind, ClientHost client)
    {
        if (FaultKinds.IsKill(kind)) client.Kill();
        else if (kind == FaultKind.Cut) client.Cut();
        else client.Pause();
    }

    private static string[] Words(FaultKind kind, string on) => kind switch
    {
        FaultKind.HostKill => ["lab", "kill", on, "--host"],
        FaultKind.AgentKill => ["lab", "kill", on, "--agent"],
        FaultKind.HostStop => ["lab", "pause", on, "--host"],
        FaultKind.AgentStop => ["lab", "pause", on, "--agent"],
        _ => ["lab", "cut", on],
    };

    private async Task<string> HolderAsync(CancellationToken cancel)
    {
        for (long from = Boot.Now; Boot.Now - from < SchedulerWithin.TotalMilliseconds; await Task.Delay(100, cancel).ConfigureAwait(false))
        {
            var seen = await Task.WhenAll(nodes.Select(node => node.LookAsync(cancel))).ConfigureAwait(false);
            if (seen.OfType<NodeSeen>().Where(node => node.SchedulerEpoch > 0).MaxBy(node => node.SchedulerEpoch) is { } holder) return holder.Node;
        }
        throw new ChaosException($"no host had the scheduler for {SchedulerWithin.TotalSeconds:0} s");
    }

    // A shim's argument is its container's folder, whose name is the allocation.
    private void KillShims(string node, int pick)
    {
        var random = new Random(pick);
        var shims = Shims($"/lab/{node}/").OrderBy(shim => shim.Allocation, StringComparer.Ordinal).ToArray();
        random.Shuffle(shims);
        foreach (var (pid, allocation) in shims.Take(ShimsAtOnce))
        {
            history.Add(new ShimKilled(Boot.Now, node, allocation));
            ProcessSignal.Kill(pid);
        }
    }

    private IEnumerable<(int Pid, string Allocation)> Shims(string below)
    {
        string place = lab.Folder + below;
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string[] words = Read(folder + "/cmdline").Split('\0');
            if (words.Length < 2 || !words[0].EndsWith("fleet-shim", StringComparison.Ordinal) || !words[1].StartsWith(place, StringComparison.Ordinal)) continue;
            string allocation = Path.GetFileName(words[1]);
            // The first process of a container that waits for its start is still the shim's program, but sits in the container's group.
            if (!Read(folder + "/cgroup").Contains(allocation, StringComparison.Ordinal)) yield return (int.Parse(Path.GetFileName(folder), null), allocation);
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";      // it ended meanwhile
        }
    }
}
