using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>What befalls the members, one thing after another, each mended before the next.</summary>
internal sealed class SimFaults(SimWorld world)
{
    private bool _isOver;

    public void Next()
    {
        if (_isOver) return;
        int victim = world.Random.Next(2) == 0 && world.Leader is { } leader ? Array.IndexOf(world.Members, leader) : world.Random.Next(world.Count);
        switch (world.Random.Next(7))
        {
            case 0: Kill([victim], power: true); break;
            case 1: Kill([victim, (victim + 1) % world.Count], power: world.Random.Next(2) == 0); break;
            case 2: Kill(Enumerable.Range(0, world.Count), power: true); break;
            case 3: world.Partition(victim); break;
            case 4: world.Slow = victim; break;
            case 5: world.Disconnect(victim); break;
            case 6 when world.Members.All(member => member.IsUp): Wipe(victim); break;
        }
        world.After(world.Random.Next(200, 4000), () =>
        {
            Mend();
            world.After(world.Random.Next(100, 3000), Next);
        });
        if (_isOver) Mend();
    }

    /// <summary>All is well again, and stays so once this is called from outside.</summary>
    public void Mend()
    {
        if (world.Now >= 60_000) _isOver = true;
        world.Heal();
        world.Slow = -1;
        foreach (var member in world.Members.Where(member => member is { IsUp: false, IsNew: false }))
        {
            member.Start();
            world.Disconnect(Array.IndexOf(world.Members, member));
        }
    }

    private void Kill(IEnumerable<int> victims, bool power)
    {
        foreach (int victim in victims)
        {
            world.Members[victim].Kill(power);
            world.Disconnect(victim);
        }
    }

    private void Wipe(int victim)
    {
        world.Members[victim].Wipe();
        world.Disconnect(victim);
        AskToBeLetIn(victim);
    }

    private void AskToBeLetIn(int victim) => world.After(200, () =>
    {
        if (!world.Members[victim].IsNew) return;
        if (world.Leader is { Core: { } core } leader && core.Propose(Command.DoNothing()) is { } entry)
        {
            leader.Proposed[entry.Index] = (entry.Term, verdict =>
            {
                if (verdict.Ruling != Ruling.Done || !world.Members[victim].IsNew) return;
                world.Members[victim].LetIn(verdict.Term, Array.IndexOf(world.Members, leader));
                world.Disconnect(victim);
            });
            leader.Step();
        }
        AskToBeLetIn(victim);
    });
}
