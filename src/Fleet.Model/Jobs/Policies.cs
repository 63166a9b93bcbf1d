using System.Collections.Immutable;

namespace Fleet.Model;

public enum RestartCondition
{
    /// <summary>Never again.</summary>
    None,

    /// <summary>When it exited other than 0, was killed, or could not be started.</summary>
    OnFailure,

    /// <summary>Whatever its exit was.</summary>
    Any,
}

/// <summary>
/// When a task that ended is started again. Delays double from <see cref="Delay"/> up to <see cref="MaxDelay"/> and fall back
/// to <see cref="Delay"/> after a run of <see cref="ResetAfter"/> (docker's 100 ms and 10 s by default).
/// </summary>
public sealed record RestartPolicy(RestartCondition Condition, int MaxAttempts, TimeSpan Delay, TimeSpan MaxDelay, TimeSpan ResetAfter)
{
    /// <summary>Restart on any exit, without a bound on attempts (<see cref="MaxAttempts"/> 0), from 100 ms to 1 minute.</summary>
    public static readonly RestartPolicy Default =
        new(RestartCondition.Any, 0, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));

    public static readonly RestartPolicy Never = Default with { Condition = RestartCondition.None };
}

/// <summary>What happens to the replicas on a node that the control host no longer hears.</summary>
/// <param name="LostAfter">So long after the last sign of life the replicas count as lost; at least the session's lease.</param>
/// <param name="StopOnClientAfter">The shim itself stops the task after so long without a session; null: never.</param>
/// <param name="Replace">Whether lost replicas are placed on another node; if not, the scheduler waits for the node.</param>
public sealed record DisconnectPolicy(TimeSpan LostAfter, TimeSpan? StopOnClientAfter, bool Replace)
{
    public static readonly DisconnectPolicy Default = new(TimeSpan.FromSeconds(30), null, true);
}

public enum ConstraintOperator
{
    Equal,

    /// <summary>Also true for a node that lacks the attribute (Swarm and Nomad alike).</summary>
    NotEqual,

    IsSet,
    IsNotSet,
}

/// <summary>
/// A condition on a node: <see cref="Attribute"/> is <c>node.id</c>, <c>node.hostname</c>, <c>node.role</c>,
/// <c>node.platform.os</c>, <c>node.platform.arch</c> or <c>node.labels.KEY</c>, as in Compose.
/// </summary>
public sealed record Constraint(string Attribute, ConstraintOperator Operator, string Value)
{
    public override string ToString() => Operator switch
    {
        ConstraintOperator.Equal => $"{Attribute} == {Value}",
        ConstraintOperator.NotEqual => $"{Attribute} != {Value}",
        ConstraintOperator.IsSet => $"{Attribute} is_set",
        _ => $"{Attribute} is_not_set",
    };
}

/// <summary>
/// A port of the node that the replica gets for itself, told to it as <c>FLEET_PORT_NAME</c>. <see cref="Number"/> 0 asks for
/// any free one; another number for exactly that one.
/// </summary>
public sealed record PortRequest(string Name, int Number = 0, PortProtocol Protocol = PortProtocol.Tcp);

public enum PortProtocol
{
    Tcp,
    Udp,
}
