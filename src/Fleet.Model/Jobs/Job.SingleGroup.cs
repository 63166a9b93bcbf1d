using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Fleet.Model;

// The members of the only group, within reach of `with`. They throw InvalidOperationException on a job of several groups,
// and are no part of the job's JSON.
public sealed partial record Job
{
    [JsonIgnore]
    public int Replicas { get => Only.Replicas; init => Only = Only with { Replicas = value }; }

    /// <inheritdoc cref="TaskGroup.Retries"/>
    [JsonIgnore]
    public int Retries { get => Only.Retries; init => Only = Only with { Retries = value }; }

    /// <inheritdoc cref="TaskGroup.Reserved"/>
    [JsonIgnore]
    public Resources Reserved { get => Only.Reserved; init => Only = Only with { Reserved = value }; }

    [JsonIgnore]
    public ImmutableArray<Constraint> Constraints { get => Only.Constraints; init => Only = Only with { Constraints = value }; }

    [JsonIgnore]
    public RestartPolicy Restart { get => Only.Restart; init => Only = Only with { Restart = value }; }

    [JsonIgnore]
    public DisconnectPolicy Disconnect { get => Only.Disconnect; init => Only = Only with { Disconnect = value }; }

    [JsonIgnore]
    public ImmutableArray<PortRequest> Ports { get => Only.Ports; init => Only = Only with { Ports = value }; }

    [JsonIgnore]
    public ContainerSpec Container { get => Only.Container; init => Only = Only with { Container = value }; }

    [JsonIgnore]
    public ImmutableArray<string> Command { get => Container.Command; init => Container = Container with { Command = value }; }

    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Environment { get => Container.Environment; init => Container = Container with { Environment = value }; }

    [JsonIgnore]
    public ImmutableArray<MountSpec> Mounts { get => Container.Mounts; init => Container = Container with { Mounts = value }; }

    [JsonIgnore]
    public ContainerLimits Limits { get => Container.Limits; init => Container = Container with { Limits = value }; }

    [JsonIgnore]
    public NetworkMode Network { get => Container.Network; init => Container = Container with { Network = value }; }

    private TaskGroup Only
    {
        get => Groups.Length == 1 ? Groups[0]
            : throw new InvalidOperationException($"job '{Name}' has {Groups.Length} groups: set the members of each group instead");
        init => Groups = [value];
    }
}
