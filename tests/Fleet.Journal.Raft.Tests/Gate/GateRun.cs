namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>Appends and faults, until there were enough of both.</summary>
internal sealed class GateRun(GateMember[] members, GateNetwork network, GateHistory history, Random random, bool forgets)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly int[] _killed = new int[members.Length + 1];     // by how many at once
    private int _partitions;

    public string What => $"{_killed.Sum()} kills (one {_killed[1]}, two {_killed[2]}, all three {_killed[3]}) and {_partitions} partitions";

    public async Task WriteAsync(int appends, int kills)
    {
        for (int member = 0; member < members.Length; member++) members[member].Start(Slowness(member), forgets);
        int faults = kills + (forgets ? 0 : kills / 3);
        for (int fault = 0; fault <= faults; fault++)
        {
            await AppendAsync(until: (int)((long)appends * (fault + 1) / (faults + 1)));
            if (fault == faults) break;
            if (forgets) await KillAsync(3);
            else if (fault % 4 == 3) await CutOffAsync();
            else await KillAsync(1 + fault % 4);
        }
    }

    /// <summary>All members are there, and each tells the same of what it holds.</summary>
    public async Task SettleAsync(TimeSpan within)
    {
        foreach (var member in members)
            if (member.IsWriting) await member.AskAsync("stop", "stopped", within);
        foreach (var member in members)
            if (await member.AskAsync("tell", "told", within) == "") throw new TimeoutException($"a member does not tell what it holds within {within.TotalSeconds} s");
    }

    // The others are slow too: nobody is to win because its disk is quick.
    private int Slowness(int member) => forgets ? 0 : random.Next(4) == 0 ? 40 : member == 0 ? 0 : 3;

    private async Task AppendAsync(int until)
    {
        long from = Environment.TickCount64;
        for (int last = history.Acknowledged; history.Acknowledged < until;)
        {
            if (history.Faults.Count > 0) return;
            if (!members.Any(member => member is { IsUp: true, IsWriting: true })) members[random.Next(members.Length)].Write();
            await Task.Delay(Look);
            if (history.Acknowledged > last) (last, from) = (history.Acknowledged, Environment.TickCount64);
            if (Environment.TickCount64 - from > 90_000) throw new TimeoutException($"for 90 s nothing was acknowledged after {last}");
        }
    }

    private async Task KillAsync(int count)
    {
        int first = random.Next(members.Length);
        var victims = Enumerable.Range(0, count).Select(i => (first + i) % members.Length).ToList();
        victims.ForEach(victim => members[victim].Kill());
        _killed[count]++;
        await Task.Delay(random.Next(0, 400));
        victims.ForEach(victim => members[victim].Start(Slowness(victim), forgets));
    }

    // Who writes behind the cut goes on trying; meanwhile another begins elsewhere, and only one of them may win.
    private async Task CutOffAsync()
    {
        int victim = random.Next(members.Length);
        network.Pull(victim);
        _partitions++;
        members[(victim + 1) % members.Length].Write();
        await Task.Delay(random.Next(500, 5000));
        network.Plug(victim);
    }
}
