using System.Globalization;

namespace Fleet.Node.Engine;

public enum RestartMode
{
    No,
    OnFailure,

    /// <summary>Also after the agent or the host has restarted; one stopped by hand stays stopped until it is started by hand or the host restarts.</summary>
    Always,

    /// <summary>The same, but one stopped by hand stays stopped also when the host restarts.</summary>
    UnlessStopped,
}

/// <summary>docker's restart policies of one container.</summary>
/// <param name="MaxRetries">OnFailure: so many restarts at most; 0 for no bound.</param>
public sealed record RestartRule(RestartMode Mode, int MaxRetries = 0)
{
    public static readonly RestartRule No = new(RestartMode.No);

    /// <summary>Reads <c>no</c>, <c>on-failure[:N]</c>, <c>always</c>, <c>unless-stopped</c>.</summary>
    /// <exception cref="EngineException">Invalid: anything else.</exception>
    public static RestartRule Parse(string text) => text switch
    {
        "" or "no" => No,
        "always" => new(RestartMode.Always),
        "unless-stopped" => new(RestartMode.UnlessStopped),
        "on-failure" => new(RestartMode.OnFailure),
        _ when text.StartsWith("on-failure:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(11), NumberStyles.None, CultureInfo.InvariantCulture, out int times) => new(RestartMode.OnFailure, times),
        _ => throw new EngineException(EngineError.Invalid,
            $"restart policy '{text}' is not known: use no, on-failure, on-failure:N, always or unless-stopped"),
    };

    public override string ToString() => Mode switch
    {
        RestartMode.No => "no",
        RestartMode.Always => "always",
        RestartMode.UnlessStopped => "unless-stopped",
        _ => MaxRetries == 0 ? "on-failure" : $"on-failure:{MaxRetries}",
    };
}
