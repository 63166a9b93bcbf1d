using System.Diagnostics;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>
/// The gate of the replicated journal: members in processes and networks of their own, whose folders keep only what was synchronised, so
/// that kill -9 is a power cut. A writer appends without pause; one, two or all three members are killed, cut off, or have slow disks.
/// Any number can be asked for: FLEET_RAFT_GATE_APPENDS (acknowledged, at least) and FLEET_RAFT_GATE_KILLS, FLEET_RAFT_GATE_SEED.
/// </summary>
public sealed class GateTests
{
    private const int Members = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static int Asked(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out int given) ? given : otherwise;

    [SkippableFact]
    public async Task Nothing_acknowledged_is_lost_and_no_two_write_under_kills_of_one_two_and_all_and_partitions()
    {
        int appends = Asked("FLEET_RAFT_GATE_APPENDS", 20_000), kills = Asked("FLEET_RAFT_GATE_KILLS", 9), seed = Asked("FLEET_RAFT_GATE_SEED", Random.Shared.Next(1_000_000));
        long from = Stopwatch.GetTimestamp();
        var (history, what) = await RunAsync(appends, kills, seed, forgets: false);
        Console.WriteLine($"gate: seed {seed}; {history.Acknowledged} appends acknowledged to {history.Openings} writers under {what}, {history.Seen} times seen again, "
            + $"{history.Faults.Count} lost or doubled; {Stopwatch.GetElapsedTime(from).TotalSeconds:F0} s");
        Assert.True(history.Faults.Count == 0, $"seed {seed}: {string.Join("; ", history.Faults.Take(5))}");
        Assert.True(history.Acknowledged >= appends, $"seed {seed}: only {history.Acknowledged} appends were acknowledged");
    }

    [SkippableFact]
    public async Task The_same_kills_do_lose_appends_where_nothing_is_synchronised()
    {
        // One kill may come when nothing was on its way: chance decides, so that several are tried.
        for (int seed = 1; seed <= 10; seed++)
        {
            var (history, _) = await RunAsync(2_000, 1, seed, forgets: true);
            if (history.Faults.Count > 0) return;
        }

        Assert.Fail("ten kills of members that forget what was not synchronised lost nothing: the gate sees no loss");
    }

    private static async Task<(GateHistory History, string What)> RunAsync(int appends, int kills, int seed, bool forgets)
    {
        Skip.IfNot(Environment.UserName == "root", "members get network namespaces of their own");
        Skip.IfNot(File.Exists("/sbin/ip") || File.Exists("/usr/sbin/ip"), "/sbin/ip is not there: install Debian's iproute2");
        string folder = TestFolder.Make();
        using var network = new GateNetwork(Members);
        var history = new GateHistory();
        string list = string.Join(',', Enumerable.Range(0, Members).Select(member => $"{GateNetwork.Address(member)}:4056"));
        var members = Enumerable.Range(0, Members).Select(number => new GateMember(number, network, list, Path.Combine(folder, $"m{number}"), history)).ToArray();
        try
        {
            var run = new GateRun(members, network, history, new Random(seed), forgets);
            await run.WriteAsync(appends, kills);
            if (!forgets) await run.SettleAsync(Patience);
            return (history, run.What);
        }
        finally
        {
            foreach (var member in members) member.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
