using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary>What stands under <c>x-fleet</c> of a service: all that Compose has no word for.</summary>
internal sealed record FleetKeys
{
    public TaskType? Type { get; init; }

    public Field? TypeField { get; init; }

    public Field? Retries { get; init; }

    public TimeSpan TimeLimit { get; init; }

    public ImmutableArray<PortRequest> Ports { get; init; } = [];

    public DisconnectPolicy Disconnect { get; init; } = DisconnectPolicy.Default;

    /// <summary>Volumes whose data may be left behind, and those of which the file says that it may not.</summary>
    public ImmutableDictionary<string, bool> Recreate { get; init; } = ImmutableDictionary<string, bool>.Empty;

    public static FleetKeys Read(Field? field)
    {
        if (field?.Map() is not Fields map)
        {
            return new FleetKeys();
        }

        Field? type = map.Take("type");
        var read = new FleetKeys
        {
            Type = type?.Choice(("service", TaskType.Service), ("batch", TaskType.Batch)),
            TypeField = type,
            Retries = map.Take("retries"),
            TimeLimit = map.Take("time_limit")?.Duration() ?? TimeSpan.Zero,
            Ports = [.. (map.Take("ports")?.Texts() ?? []).Select(name => new PortRequest(name))],
            Disconnect = ReadDisconnect(map.Take("disconnect")?.Map()),
            Recreate = ReadVolumes(map.Take("volumes")),
        };
        map.Take("limits")?.Fault("belongs at the top of the file, where it limits all of the job on a node (for one task: deploy.resources.limits)");
        map.RefuseOthers();
        return read;
    }

    /// <summary><c>volumes: {data: {recreate: true}}</c>.</summary>
    public static ImmutableDictionary<string, bool> ReadVolumes(Field? volumes)
    {
        var recreate = ImmutableDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        foreach ((string name, Field value) in volumes?.Map()?.All() ?? [])
        {
            if (value.Map() is Fields map)
            {
                recreate[name] = map.Take("recreate")?.Flag() ?? false;
                map.RefuseOthers();
            }
        }

        return recreate.ToImmutable();
    }

    private static DisconnectPolicy ReadDisconnect(Fields? map)
    {
        if (map is null)
        {
            return DisconnectPolicy.Default;
        }

        TimeSpan lostAfter = map.Take("lost_after")?.Duration() ?? DisconnectPolicy.Default.LostAfter;
        Field? stop = map.Take("stop_on_client_after");
        TimeSpan? stopAfter = stop is null || stop.Text() == "never" ? DisconnectPolicy.Default.StopOnClientAfter : stop.Duration();
        bool replace = map.Take("replace")?.Flag() ?? DisconnectPolicy.Default.Replace;
        map.RefuseOthers();
        return new DisconnectPolicy(lostAfter, stopAfter, replace);
    }
}
