using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class JobMapping
{
    public static Wire.Resources ToWire(this Resources resources) =>
        new() { MilliCpu = resources.MilliCpu, MemoryBytes = resources.MemoryBytes, Pids = resources.Pids };

    public static Resources ToModel(this Wire.Resources? wire) =>
        wire is null ? default : new Resources(wire.MilliCpu, wire.MemoryBytes, wire.Pids);

    public static Wire.JobVersion ToWire(this JobVersion version) =>
        new() { Digest = version.Digest, Number = version.Number, Spec = version.Spec.ToWire() };

    public static JobVersion ToModel(this Wire.JobVersion wire) => new(wire.Digest, wire.Number, wire.Spec.ToModel());

    public static Wire.Job ToWire(this Job job)
    {
        var wire = new Wire.Job { Name = job.Name };
        if (job.NodeLimits != new ContainerLimits()) wire.NodeLimits = job.NodeLimits.ToWire();
        wire.Groups.Take(job.Groups, ToWire);
        wire.Labels.Take(job.Labels);
        return wire;
    }

    public static Job ToModel(this Wire.Job wire) =>
        new() { Name = wire.Name, Groups = wire.Groups.ToModel(ToModel), Labels = wire.Labels.ToModel(), NodeLimits = wire.NodeLimits.ToModel() };

    public static Wire.TaskGroup ToWire(this TaskGroup group)
    {
        var wire = new Wire.TaskGroup
        {
            Name = group.Name,
            Type = (Wire.TaskType)group.Type,
            Replicas = group.Replicas,
            Retries = group.Retries,
            TimeLimitTicks = group.TimeLimit.Ticks,
            Container = group.Container.ToWire(),
            Reserved = group.Reserved.ToWire(),
            Restart = group.Restart.ToWire(),
            Disconnect = group.Disconnect.ToWire(),
        };
        wire.Constraints.Take(group.Constraints, ToWire);
        wire.Ports.Take(group.Ports, ToWire);
        wire.RecreateVolumes.Take(group.RecreateVolumes);
        wire.Labels.Take(group.Labels);
        return wire;
    }

    public static TaskGroup ToModel(this Wire.TaskGroup wire) => new()
    {
        Name = wire.Name,
        Type = (TaskType)wire.Type,
        Replicas = wire.Replicas,
        Retries = wire.Retries,
        TimeLimit = wire.TimeLimitTicks.ToSpan(),
        Container = wire.Container.ToModel(),
        Reserved = wire.Reserved.ToModel(),
        Constraints = wire.Constraints.ToModel(ToModel),
        Restart = wire.Restart.ToModel(),
        Disconnect = wire.Disconnect.ToModel(),
        Ports = wire.Ports.ToModel(ToModel),
        RecreateVolumes = [.. wire.RecreateVolumes],
        Labels = wire.Labels.ToModel(),
    };

    private static Wire.Constraint ToWire(Constraint constraint) => new()
    {
        Attribute = constraint.Attribute,
        Operator = (Wire.ConstraintOperator)constraint.Operator,
        Value = constraint.Value,
    };

    private static Constraint ToModel(Wire.Constraint wire) => new(wire.Attribute, (ConstraintOperator)wire.Operator, wire.Value);

    private static Wire.PortRequest ToWire(PortRequest port) =>
        new() { Name = port.Name, Number = port.Number, Protocol = (Wire.PortProtocol)port.Protocol };

    private static PortRequest ToModel(Wire.PortRequest wire) => new(wire.Name, wire.Number, (PortProtocol)wire.Protocol);

    private static Wire.RestartPolicy ToWire(this RestartPolicy policy) => new()
    {
        Condition = (Wire.RestartCondition)policy.Condition,
        MaxAttempts = policy.MaxAttempts,
        DelayTicks = policy.Delay.Ticks,
        MaxDelayTicks = policy.MaxDelay.Ticks,
        ResetAfterTicks = policy.ResetAfter.Ticks,
    };

    private static RestartPolicy ToModel(this Wire.RestartPolicy? wire) => wire is null
        ? RestartPolicy.Default
        : new RestartPolicy((RestartCondition)wire.Condition, wire.MaxAttempts,
            wire.DelayTicks.ToSpan(), wire.MaxDelayTicks.ToSpan(), wire.ResetAfterTicks.ToSpan());

    private static Wire.DisconnectPolicy ToWire(this DisconnectPolicy policy)
    {
        var wire = new Wire.DisconnectPolicy { LostAfterTicks = policy.LostAfter.Ticks, Replace = policy.Replace };
        if (policy.StopOnClientAfter is { } after) wire.StopOnClientAfterTicks = after.Ticks;
        return wire;
    }

    private static DisconnectPolicy ToModel(this Wire.DisconnectPolicy? wire) => wire is null
        ? DisconnectPolicy.Default
        : new DisconnectPolicy(wire.LostAfterTicks.ToSpan(),
            wire.HasStopOnClientAfterTicks ? wire.StopOnClientAfterTicks.ToSpan() : null, wire.Replace);
}
