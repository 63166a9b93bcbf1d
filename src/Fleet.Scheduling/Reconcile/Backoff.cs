using Fleet.Model;

namespace Fleet.Scheduling.Reconcile;

/// <summary>
/// The pause before a task is started again, as docker's restart manager has it: doubling from the policy's delay, and from
/// the start again after a run that was long enough.
/// </summary>
public static class Backoff
{
    /// <param name="step">How often the delay has doubled so far: -1 before the first restart.</param>
    /// <param name="ranFor">How long the run that just ended had lasted; zero when it never started.</param>
    public static (TimeSpan Delay, int Step) Next(RestartPolicy policy, int step, TimeSpan ranFor)
    {
        int next = ranFor >= policy.ResetAfter ? 0 : step + 1;
        var delay = policy.Delay;
        for (int doubled = 0; doubled < next && delay < policy.MaxDelay; doubled++) delay += delay;
        return (delay < policy.MaxDelay ? delay : policy.MaxDelay, next);
    }
}
