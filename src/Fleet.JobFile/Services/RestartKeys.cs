using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary>
/// <c>restart</c> is short for <c>deploy.restart_policy</c>. A batch task runs until it has succeeded once, so for it a policy only
/// says how often it is tried again: the same as <c>x-fleet.retries</c>.
/// </summary>
internal static class RestartKeys
{
    public static (RestartPolicy Policy, int Retries) Read(Field? restart, Field? policy, Field? retries, TaskType type)
    {
        RestartPolicy? read = policy is not null ? Long(policy) : restart is not null ? Short(restart) : null;
        restart?.FaultIf(policy is null ? null : "is short for deploy.restart_policy, which is given too (keep one of the two)");
        int? tries = retries?.Integer();
        if (type == TaskType.Service || read is null)
        {
            return (read ?? RestartPolicy.Default, tries ?? 0);
        }

        Field said = policy ?? restart!;
        bool counted = read.Condition == RestartCondition.OnFailure && read.MaxAttempts > 0;
        string? fault = read.Condition == RestartCondition.Any ? "a batch task is not restarted after success (use on-failure:N or x-fleet.retries)"
            : read.Condition == RestartCondition.None && tries > 0 ? $"says never again, and x-fleet.retries says {tries} times (keep one of the two)"
            : counted && tries is not null && tries != read.MaxAttempts ? $"says {read.MaxAttempts} more attempts, and x-fleet.retries {tries} (keep one of the two)"
            : null;
        said.FaultIf(fault);
        // What bounds a batch's attempts is its retries alone; of the policy the delays are left.
        RestartPolicy delays = read with { Condition = RestartPolicy.Default.Condition, MaxAttempts = 0 };
        return (delays, tries ?? (counted ? read.MaxAttempts : 0));
    }

    private static RestartPolicy? Short(Field field)
    {
        if (field.Text() is not string text)
        {
            return null;
        }

        _ = RestartText.TryParse(text, out RestartPolicy? policy, out string? fault);
        field.FaultIf(fault);
        return policy;
    }

    private static RestartPolicy? Long(Field field)
    {
        if (field.Map() is not Fields map)
        {
            return null;
        }

        RestartCondition? condition = map.Take("condition")?.Choice(("any", RestartCondition.Any), ("on-failure", RestartCondition.OnFailure), ("none", RestartCondition.None));
        TimeSpan delay = map.Take("delay")?.Duration() ?? RestartPolicy.Default.Delay;
        int attempts = map.Take("max_attempts")?.Integer() ?? 0;
        TimeSpan window = map.Take("window")?.Duration() ?? RestartPolicy.Default.ResetAfter;
        map.RefuseOthers();
        TimeSpan longest = delay > RestartPolicy.Default.MaxDelay ? delay : RestartPolicy.Default.MaxDelay;
        return new RestartPolicy(condition ?? RestartPolicy.Default.Condition, attempts, delay, longest, window);
    }
}
