using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>Restart and disconnect policies.</summary>
internal static class PolicyRules
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    public static void Check(TaskGroup group, Faults faults)
    {
        RestartPolicy restart = group.Restart;
        faults.Require(restart.MaxAttempts >= 0, "deploy.restart_policy.max_attempts", $"{restart.MaxAttempts} is below 0 (0 means no bound)");
        faults.Require(restart.Delay >= TimeSpan.Zero && restart.Delay <= LongestDelay, "deploy.restart_policy.delay", $"{DurationText.Format(restart.Delay)} is out of range (0s to 24h)");
        faults.Require(restart.MaxDelay >= restart.Delay, "deploy.restart_policy.delay", $"the longest delay {DurationText.Format(restart.MaxDelay)} is shorter than the first, {DurationText.Format(restart.Delay)}");
        faults.Require(restart.ResetAfter >= TimeSpan.Zero, "deploy.restart_policy.window", "is below 0");
        faults.Require(Enum.IsDefined(restart.Condition), "deploy.restart_policy.condition", "is none of none, on-failure, any");

        DisconnectPolicy disconnect = group.Disconnect;
        faults.Require(disconnect.LostAfter > TimeSpan.Zero, "x-fleet.disconnect.lost_after", "must be above 0 (30s is usual)");
        if (disconnect.StopOnClientAfter is TimeSpan stopAfter)
        {
            faults.Require(stopAfter > TimeSpan.Zero, "x-fleet.disconnect.stop_on_client_after", "must be above 0 (or never)");
        }
    }
}
