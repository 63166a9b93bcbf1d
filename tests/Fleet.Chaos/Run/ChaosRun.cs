using Fleet.Chaos.Check;
using Fleet.Chaos.Cluster;
using Fleet.Chaos.History;
using Fleet.Chaos.Load;
using Fleet.Chaos.Options;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Run;

/// <summary>A whole run: lab and clients up, a fault a round, everything written down, then the check.</summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    // Long past the limit: how late it was is worth knowing.
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private string Work => Path.Combine(options.Folder, "history");

    private string WitnessFolder => Path.Combine(options.Folder, "witness");

    /// <returns>The rules with what breaks them.</returns>
    public async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Broken)>> RunAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(WitnessFolder);
        using var history = new HistoryFile(Path.Combine(Work, "run.jsonl"));
        await using var lab = new ChaosLab(options.Fleet, options.Folder);
        await lab.UpAsync().ConfigureAwait(false);
        await UnderLoadAsync(lab, history, cancel).ConfigureAwait(false);
        foreach (var ran in Witness.Read(WitnessFolder)) history.Add(ran);
        var whole = HistoryFile.Read(Directory.EnumerateFiles(Work, "*.jsonl"));
        var rules = Rules.Check(whole);
        Report.Write(output, whole, rules);
        return rules;
    }

    private async Task UnderLoadAsync(ChaosLab lab, HistoryFile history, CancellationToken cancel)
    {
        var clients = Enumerable.Range(1, options.Clients)
            .Select(number => new ClientHost($"c{number}", number, lab, new ClientFolder(Work, $"c{number}"), history)).ToList();
        var nodes = ChaosLab.Nodes.Select(node => new NodeWatcher(node, lab.SocketOf(node), history)).ToList();
        await using var cluster = new ClusterWatcher(lab.Doors, history);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = nodes.Select(node => node.RunAsync(ending.Token)).Append(cluster.RunAsync(ending.Token)).ToList();
        try
        {
            void Start(ClientHost client) => client.Start([$"{options.Seed + clients.IndexOf(client)}", Work, WitnessFolder, .. lab.Doors]);
            clients.ForEach(Start);
            var faults = new FaultActions(lab, nodes, clients, Start, history);
            foreach (var step in options.Plan()) await RoundAsync(step, faults, clients, nodes, cluster, history, cancel).ConfigureAwait(false);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(watching).ConfigureAwait(false);
            nodes.ForEach(node => node.Dispose());
        }
    }

    private async Task RoundAsync(
        FaultStep step, FaultActions faults, List<ClientHost> clients, List<NodeWatcher> nodes, ClusterWatcher cluster, HistoryFile history, CancellationToken cancel)
    {
        await Task.Delay(step.After, cancel).ConfigureAwait(false);
        string on = await faults.ChooseAsync(step, cancel).ConfigureAwait(false);
        await faults.BeginAsync(step, on).ConfigureAwait(false);
        await Task.Delay(step.For, cancel).ConfigureAwait(false);

        // From here on nobody wants anything new; what was asked before is to come about.
        long ended = Boot.Now;
        string hold = Path.Combine(Work, "hold");
        await File.WriteAllTextAsync(hold, "", cancel).ConfigureAwait(false);
        var undoing = faults.End(step, on);
        string? missing = "";
        while (missing is not null && Boot.Now - ended < GiveUp.TotalMilliseconds)
        {
            missing = clients.FirstOrDefault(client => !client.IsHeld) is { } busy ? $"{busy.Name} waits for an answer"
                : await MissingAsync(nodes, cluster, cancel).ConfigureAwait(false);
            if (missing is not null) await Task.Delay(Look, cancel).ConfigureAwait(false);
        }
        var converged = new Converged(Boot.Now, step.Round, Boot.Now - ended, missing ?? "");
        history.Add(converged);
        await undoing.ConfigureAwait(false);
        await output.WriteLineAsync($"round {step.Round}: {FaultKinds.Word(step.Kind)} of {on} ({FaultKinds.Word(step.Target)}) for {step.For.TotalSeconds:0.0} s, "
            + (missing is null ? $"converged after {converged.After / 1000.0:0.0} s" : $"NOT converged: {missing}")).ConfigureAwait(false);
        File.Delete(hold);
    }

    private static async Task<string?> MissingAsync(List<NodeWatcher> nodes, ClusterWatcher cluster, CancellationToken cancel)
    {
        var seen = await cluster.LookAsync(cancel).ConfigureAwait(false);
        var own = await Task.WhenAll(nodes.Select(node => node.LookAsync(cancel))).ConfigureAwait(false);
        string? missing = Convergence.Missing(seen, own);
        if (missing is null) cluster.Record(seen! with { Quiet = true });
        return missing;
    }
}
