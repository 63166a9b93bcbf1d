using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>Docker's short words for a restart policy: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure[:N]</c>.</summary>
public static class RestartText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out RestartPolicy? policy, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        policy = text switch
        {
            "no" => RestartPolicy.Never,
            // In a cluster "stopped by its user" is what a stopped job is, so the two mean one thing.
            "always" or "unless-stopped" => RestartPolicy.Default,
            "on-failure" => RestartPolicy.Default with { Condition = RestartCondition.OnFailure },
            _ => OnFailureWithBound(text),
        };
        if (policy is null)
        {
            fault = $"'{text}' is not a restart policy (one of no, always, unless-stopped, on-failure, on-failure:N)";
        }

        return policy is not null;
    }

    private static RestartPolicy? OnFailureWithBound(string text)
    {
        const string prefix = "on-failure:";
        bool bounded = text.StartsWith(prefix, StringComparison.Ordinal)
            & int.TryParse(text.AsSpan(Math.Min(prefix.Length, text.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out int attempts);
        return bounded ? RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = attempts } : null;
    }
}
