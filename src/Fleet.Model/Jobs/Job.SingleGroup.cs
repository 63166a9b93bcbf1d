using System.Collections.Immutable;

namespace Fleet.Model;

// The members of the only group, within reach of `with`. They throw InvalidOperationException on a job of several groups.
public sealed partial record Job
{
    public int Replicas { get => Only.Replicas; init => Only = Only with { Replicas = value }; }

    /// <inheritdoc cref="TaskGroup.Retries"/>
    public int Retries { get => Only.Retries; init => Only = Only with { Retries = value }; }

    /// <inheritdoc cref="TaskGroup.Reserved"/>
    public Resources Reserved { get => Only.Reserved; init => Only = Only with { Reserved = value }; }

    public ImmutableArray<Constraint> Constraints { get => Only.Constraints; init => Only = Only with { Constraints = value }; }

    public RestartPolicy Restart { get => Only.Restart; init => Only = Only with { Restart = value }; }

    public DisconnectPolicy Disconnect { get => Only.Disconnect; init => Only = Only with { Disconnect = value }; }

    public ImmutableArray<PortRequest> Ports { get => Only.Ports; init => Only = Only with { Ports = value }; }

    public ContainerSpec Container { get => Only.Container; init => Only = Only with { Container = value }; }

    public ImmutableArray<string> Command { get => Container.Command; init => Container = Container with { Command = value }; }

    public IReadOnlyDictionary<string, string> Environment { get => Container.Environment; init => Container = Container with { Environment = value }; }

    public ImmutableArray<MountSpec> Mounts { get => Container.Mounts; init => Container = Container with { Mounts = value }; }

    public ContainerLimits Limits { get => Container.Limits; init => Container = Container with { Limits = value }; }

    public NetworkMode Network { get => Container.Network; init => Container = Container with { Network = value }; }

    private TaskGroup Only
    {
        get => Groups.Length == 1 ? Groups[0]
            : throw new InvalidOperationException($"job '{Name}' has {Groups.Length} groups: set the members of each group instead");
        init => Groups = [value];
    }
}
