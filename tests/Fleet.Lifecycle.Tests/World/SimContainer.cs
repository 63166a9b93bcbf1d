using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

/// <summary>One container on a node: takes a while to start, then runs until its work is done, it is stopped, or the power fails.</summary>
internal sealed class SimContainer(SimWorld world, SimNode node, Assignment assignment, JobVersion version)
{
    private bool _stopping;
    private bool _starting;

    public Assignment Assignment { get; } = assignment;

    public JobVersion Version { get; } = version;

    public AllocationFact Fact { get; private set; } = new() { Id = assignment.Id, Phase = Phase.Pending };

    private bool IsBatch => Version.Spec.Groups.Single(group => group.Name == Assignment.Group).Type == TaskType.Batch;

    /// <summary>The agent prepares and starts it; a new agent goes on with what the old one left half done.</summary>
    public void GoOn()
    {
        if (Fact.Phase >= Phase.Running || _starting) return;
        _starting = true;
        world.After(world.Between(0.05, 1.5), Start);
    }

    public void Stop()
    {
        if (_stopping) return;
        _stopping = true;
        world.After(world.Between(0.01, 9), () => Exit(143));
    }

    public void Exit(int? code)
    {
        if (Fact.Phase == Phase.Exited) return;
        bool ran = Fact.StartedAt is not null;
        Set(Fact with { Phase = Phase.Exited, ExitCode = ran ? code : null, FinishedAt = world.Now, Pid = 0, Result = code == 0 ? [42] : [], Message = ran ? "" : "stopped before it was started" });
    }

    public void PowerCut()
    {
        _starting = false;
        if (Fact.Phase == Phase.Running) Fact = Fact with { Phase = Phase.Exited, ExitCode = null, FinishedAt = world.Now, Pid = 0, Message = "its host went down" };
    }

    private void Start()
    {
        if (!_starting || Fact.Phase >= Phase.Running) return;
        _starting = false;
        if (world.Faults && world.Chance(0.1))
        {
            Exit(null);
            return;
        }
        Set(Fact with { Phase = Phase.Running, StartedAt = world.Now, Pid = 1 });
        if (IsBatch) world.After(world.Between(0.1, 15), () => Exit(world.Faults && world.Chance(0.3) ? 1 : 0));
    }

    private void Set(AllocationFact fact)
    {
        Fact = fact;
        node.See(fact);
    }
}
