namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>The real core, files and store under faults drawn by a seed, in virtual time.</summary>
public sealed class SafetyTests
{
    private const int Seconds = 60;

    private static int Worlds => int.TryParse(Environment.GetEnvironmentVariable("FLEET_RAFT_WORLDS"), out int given) ? given : 12;

    private static int First => int.TryParse(Environment.GetEnvironmentVariable("FLEET_RAFT_SEED"), out int given) ? given : 0;

    [Theory, InlineData(3), InlineData(5)]
    public void Nothing_acknowledged_is_lost_and_no_two_write_whatever_is_killed_cut_off_slow_or_deleted(int members)
    {
        int acknowledged = 0, openings = 0;
        for (int seed = First; seed < First + Worlds; seed++)
        {
            SimHistory history;
            try
            {
                history = Run(seed, members, forgetsToSync: false);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, {members} members: {error.Message}", error);
            }
            acknowledged += history.Count;
            openings += history.Openings;
        }
        Console.WriteLine($"{Worlds} worlds of {members} members, {Seconds} s each: {acknowledged} events acknowledged to {openings} writers, none lost");
        Assert.True(acknowledged > 100 * Worlds && openings > 2 * Worlds, $"{acknowledged} acknowledged, {openings} openings: the faults left too little to check");
    }

    [Fact]
    public void The_same_faults_do_lose_events_where_the_disk_is_not_synchronised() =>
        Assert.Contains(Enumerable.Range(0, 10), seed =>
        {
            try
            {
                Run(seed, 3, forgetsToSync: true);
                return false;
            }
            catch (Exception error) when (error is InvalidOperationException or InvalidDataException or Xunit.Sdk.XunitException)
            {
                return error.Message.Contains("was acknowledged and", StringComparison.Ordinal) || error.Message.Contains("executes another entry", StringComparison.Ordinal);
            }
        });

    private static SimHistory Run(int seed, int members, bool forgetsToSync)
    {
        var world = new SimWorld(seed, members, forgetsToSync);
        var history = new SimHistory();
        var writers = Enumerable.Range(0, 2).Select(number => new SimWriter(world, number, history)).ToList();
        world.After(100, writers[0].Begin);
        world.After(7_000, writers[1].Begin);
        var faults = new SimFaults(world);
        world.After(3_000, faults.Next);
        world.RunUntil(Seconds * 1000);

        faults.Mend();
        writers.ForEach(writer => writer.IsIdle = true);
        world.RunUntil(Seconds * 1000 + 20_000);
        Assert.All(world.Members, member => Assert.True(member.IsUp, $"seed {seed}: a member is not back"));
        Assert.All(world.Members, member => Assert.True(history.Broken(member.Store) is "", $"seed {seed}: {history.Broken(member.Store)}"));
        Assert.True(world.Members.Select(member => member.Applied).Distinct().Count() == 1, $"seed {seed}: not all have caught up: {string.Join("; ", world.Members.Select(member => member.ToString()))}");
        return history;
    }
}
