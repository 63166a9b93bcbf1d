namespace Fleet.Chaos.Plan;

/// <summary>What befalls a host. A client is one process on a host of its own: there both kills are one, and both stops.</summary>
internal enum FaultKind
{
    /// <summary>A power cut: agent, shims and containers at once (<c>fleet lab kill --host</c>).</summary>
    HostKill,

    /// <summary>SIGKILL to the agent alone.</summary>
    AgentKill,

    /// <summary>SIGSTOP to the agent alone.</summary>
    AgentStop,

    /// <summary>All of the host stands still.</summary>
    HostStop,

    /// <summary>The network cable is pulled.</summary>
    Cut,

    /// <summary>SIGKILL to some of the host's shims.</summary>
    ShimKill,
}

/// <summary>Whom it befalls.</summary>
internal enum FaultTarget
{
    /// <summary>The host where the scheduler lives at that moment.</summary>
    Singleton,

    /// <summary>One of the other hosts.</summary>
    Other,

    Client,
}

/// <summary>One round: so long after its start this happens to that one, for so long.</summary>
/// <param name="Pick">Chooses among equals: which other host, which client, which shims.</param>
internal sealed record FaultStep(int Round, FaultKind Kind, FaultTarget Target, TimeSpan After, TimeSpan For, int Pick);

internal static class FaultKinds
{
    public static bool IsKill(FaultKind kind) => kind is FaultKind.HostKill or FaultKind.AgentKill or FaultKind.ShimKill;

    /// <summary>As in <c>--faults</c>: <c>host-kill</c>.</summary>
    public static string Word(FaultKind kind) => kind switch
    {
        FaultKind.HostKill => "host-kill",
        FaultKind.AgentKill => "agent-kill",
        FaultKind.AgentStop => "agent-stop",
        FaultKind.HostStop => "host-stop",
        FaultKind.Cut => "cut",
        _ => "shim-kill",
    };

    public static string Word(FaultTarget target) => target.ToString().ToLowerInvariant();
}
