using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary>One service of the file to one task group.</summary>
internal static class ServiceReader
{
    /// <param name="recreate">From the top of the file; the service's own word goes before.</param>
    public static TaskGroup? Read(string name, Field field, ImmutableDictionary<string, bool> recreate)
    {
        if (field.IsNull)
        {
            field.Fault("the service is empty (give at least an image)");
            return null;
        }

        if (field.Map() is not Fields service)
        {
            return null;
        }

        DeployKeys deploy = DeployKeys.Read(service.Take("deploy"));
        FleetKeys fleet = FleetKeys.Read(service.Take("x-fleet"));
        TaskType type = Type(deploy, fleet);
        NetworkMode network = Network(service.Take("network_mode"));
        (ContainerLimits limits, Resources reserved) = LimitKeys.Read(service, deploy.Resources);
        (RestartPolicy restart, int retries) = RestartKeys.Read(service.Take("restart"), deploy.RestartPolicy, fleet.Retries, type);
        ImmutableArray<MountSpec> mounts = [.. MountKeys.Read(service.Take("volumes"), service.Take("tmpfs"))];
        Field? image = service.Take("image");
        field.FaultIf(image is null ? "lacks 'image' (NAME[:TAG])" : null);
        ContainerSpec container = ContainerReader.Read(service, image?.Text() ?? "none") with
        {
            Mounts = mounts,
            Limits = limits,
            Network = network,
        };
        container = KernelKeys.Read(service, container);
        var group = new TaskGroup
        {
            Name = name,
            Type = type,
            Replicas = Replicas(deploy.Replicas, service.Take("scale")),
            Retries = retries,
            TimeLimit = fleet.TimeLimit,
            Container = LimitKeys.WithLogging(container, service.Take("logging")?.Map()),
            Reserved = reserved,
            Constraints = deploy.Constraints,
            Restart = restart,
            Disconnect = fleet.Disconnect,
            Ports = [.. PortKeys.Read(service.Take("ports"), network), .. fleet.Ports],
            RecreateVolumes = RecreateVolumes(mounts, fleet.Recreate, recreate),
            Labels = deploy.Labels,
        };
        service.RefuseOthers(NotYet.Service);
        return group;
    }

    private static TaskType Type(DeployKeys deploy, FleetKeys fleet)
    {
        bool differ = deploy.Type is not null && fleet.Type is not null && deploy.Type != fleet.Type;
        fleet.TypeField?.FaultIf(differ ? "differs from deploy.mode (keep one of the two)" : null);
        return fleet.Type ?? deploy.Type ?? TaskType.Service;
    }

    private static NetworkMode Network(Field? field)
    {
        string? mode = field?.Text();
        string? fault = mode switch
        {
            null or "none" or "host" => null,
            "bridge" or "default" => $"'{mode}' needs bridge networking, which this version lacks (none or host)",
            _ when mode.StartsWith("service:", StringComparison.Ordinal) || mode.StartsWith("container:", StringComparison.Ordinal) => $"'{mode}' is not supported yet (none or host)",
            _ => $"'{mode}' is not a network mode (none or host)",
        };
        field?.FaultIf(fault);
        return mode == "host" ? NetworkMode.Host : NetworkMode.None;
    }

    private static int Replicas(Field? replicas, Field? scale)
    {
        scale?.FaultIf(replicas is null ? null : "is the same as deploy.replicas, which is given too (keep one of the two)");
        return (replicas ?? scale)?.Integer() ?? 1;
    }

    private static ImmutableArray<string> RecreateVolumes(ImmutableArray<MountSpec> mounts, ImmutableDictionary<string, bool> own, ImmutableDictionary<string, bool> ofFile)
    {
        IEnumerable<string> mounted = mounts.Where(mount => mount.Type == MountType.Volume && mount.Source.Length > 0).Select(mount => mount.Source);
        IEnumerable<string> said = own.Where(volume => volume.Value).Select(volume => volume.Key);
        return [.. mounted.Where(volume => !own.ContainsKey(volume) && ofFile.GetValueOrDefault(volume)).Concat(said).Distinct().Order(StringComparer.Ordinal)];
    }
}
