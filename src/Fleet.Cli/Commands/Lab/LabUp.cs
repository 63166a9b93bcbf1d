using System.CommandLine;
using System.Diagnostics;
using Fleet.Cli.CommandLine;
using Fleet.Lab;
using Fleet.Lab.Plans;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabUp : FleetCommand
{
    private readonly Option<int> _nodes = new("--nodes") { Description = "How many hosts (default: 3)", DefaultValueFactory = _ => 3, HelpName = "N" };
    private readonly Option<int?> _control = new("--control") { Description = "How many of them are control hosts: 1, 3 or 5 (default: 3 where there are so many, else 1)", HelpName = "N" };
    private readonly Option<string> _cpus = new("--node-cpus") { Description = "CPUs of each host (default: 1)", DefaultValueFactory = _ => "1", HelpName = "CPUS" };
    private readonly Option<string> _memory = new("--node-memory") { Description = "Memory of each host (default: 2g)", DefaultValueFactory = _ => "2g", HelpName = "SIZE" };
    private readonly Option<string[]> _labels = new("--label") { Description = "A label of one host, such as n1:zone=a; may be given often", HelpName = "NODE:KEY=VALUE" };

    public LabUp() : base("up", "Bring up hosts n1 to nN on this machine, the first of them control hosts")
    {
        Options.Add(_nodes);
        Options.Add(_control);
        Options.Add(_cpus);
        Options.Add(_memory);
        Options.Add(_labels);
    }

    public override string Notes => "Each host is a process tree with its own network, address and control group. Its root is DIR/lab/NODE.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        var hosts = LabCommands.Hosts(context);
        var plan = hosts.Up(Read(context));
        try
        {
            await new LabReadiness(context.Root, hosts).WaitAsync(plan, [.. plan.Nodes.Select(node => node.Name)], LabCommands.JoinTime, cancel);
        }
        catch
        {
            hosts.Down();   // a lab that did not come up leaves nothing
            throw;
        }
        context.Io.Say($"{plan.Nodes.Length} nodes are up after {Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s; {Doors(plan)}");
        return ExitCodes.Success;
    }

    private static string Doors(LabPlan plan)
    {
        string[] doors = [.. plan.Nodes.Where(node => node.IsControl).Select(node => node.Door)];
        return doors.Length == 1 ? $"the door for clients is {doors[0]}" : $"the doors for clients are {string.Join(", ", doors)}";
    }

    private LabOptions Read(CommandContext context)
    {
        if (!CpuAmount.TryParse(context.Get(_cpus)!, out long cpu, out string? fault)) throw new UsageException($"--node-cpus: {fault}");
        if (!ByteSize.TryParse(context.Get(_memory)!, out long memory, out fault)) throw new UsageException($"--node-memory: {fault}");
        return new LabOptions
        {
            Nodes = context.Get(_nodes),
            Control = context.Get(_control),
            MilliCpu = cpu,
            MemoryBytes = memory,
            Labels = LabLabels.Read(context.Get(_labels) ?? []),
        };
    }
}
