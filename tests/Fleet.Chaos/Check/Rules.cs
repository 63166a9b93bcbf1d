using Fleet.Chaos.History;

namespace Fleet.Chaos.Check;

/// <summary>What must hold for every history, by name. Each rule answers with all that breaks it, in words; nothing: it holds.</summary>
internal static class Rules
{
    public static readonly IReadOnlyList<(string Name, Func<Facts, IEnumerable<string>> Broken)> All =
    [
        ("an accepted job is never lost", JobRules.LostJobs),
        ("what was accepted is what is wanted", JobRules.WrongWishes),
        ("every call succeeds or fails typed", CallRules.Unanswered),
        ("one allocation, one node", PlaceRules.OnTwoNodes),
        ("one epoch, one scheduler", PlaceRules.EpochsOfTwo),
        ("an allocation is started once", RunRules.StartedTwice),
        ("one replica, one run at a time", RunRules.AtTheSameTime),
        ("replicas never above what is wanted", RunRules.TooMany),
        ("a completed batch task is never run again", BatchRules.RunAgain),
        ("no healthy container is restarted", HealthRules.Restarted),
        ("all converges after a fault", ConvergenceRules.TooLate),
        ("no process was restarted by hand", ConvergenceRules.OtherAgents),
    ];

    /// <summary>Every rule with what breaks it.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Broken)> Check(IReadOnlyList<Happening> history)
    {
        var facts = new Facts(history);
        return [.. All.Select(rule => (rule.Name, (IReadOnlyList<string>)[.. rule.Broken(facts)]))];
    }
}
