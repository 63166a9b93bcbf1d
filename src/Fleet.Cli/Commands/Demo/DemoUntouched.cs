using Fleet.Api.Contracts.Jobs;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Shows that what ran on living hosts was left alone: the same process, started at the same tick of the kernel's clock.</summary>
internal sealed class DemoUntouched(IReadOnlyList<AllocationInfo> before)
{
    private readonly Dictionary<string, string> _startTicks = before.ToDictionary(replica => replica.Id, replica => StartTicks(replica.Pid));

    public void Check(string lostNode, IReadOnlyList<AllocationInfo> after, DemoStage stage)
    {
        var living = before.Where(replica => replica.Node != lostNode).ToList();
        foreach (var old in living)
        {
            var now = after.FirstOrDefault(replica => replica.Id == old.Id)
                ?? throw new IOException($"{old.Name} on {old.Node} was replaced though its host lives");
            if (now.Pid != old.Pid || StartTicks(now.Pid) != _startTicks[old.Id])
                throw new IOException($"{old.Name} on {old.Node} was restarted: pid {old.Pid} became {now.Pid}");
        }
        stage.Say($"the {living.Count} replicas on living hosts were not touched: same process, same start time in /proc/PID/stat");
    }

    // Field 22 of /proc/PID/stat, counted after the name in parentheses (proc(5)).
    private static string StartTicks(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
