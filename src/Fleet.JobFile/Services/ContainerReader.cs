using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary>What the container is made of, apart from mounts, limits and network.</summary>
internal static class ContainerReader
{
    private static readonly ContainerSpec Plain = new() { Image = "" };

    public static ContainerSpec Read(Fields service, string image) => NamespaceKeys.Read(service, SecurityKeys.Read(service.Take("security_opt"), new ContainerSpec
    {
        Image = image,
        Entrypoint = CommandKeys.Read(service.Take("entrypoint")),
        Command = CommandKeys.Read(service.Take("command")) ?? [],
        Environment = EnvironmentKeys.Read(service.Take("env_file"), service.Take("environment")),
        User = service.Take("user")?.Text(),
        AdditionalGroups = Texts(service.Take("group_add")),
        WorkingDirectory = service.Take("working_dir")?.Text(),
        Hostname = service.Take("hostname")?.Text(),
        Ulimits = [.. LimitKeys.Ulimits(service.Take("ulimits"))],
        ReadOnlyRootfs = service.Take("read_only")?.Flag() ?? false,
        CapAdd = Texts(service.Take("cap_add")),
        CapDrop = Texts(service.Take("cap_drop")),
        Devices = [.. (service.Take("devices")?.Items() ?? []).Select(Device).OfType<string>()],
        StopSignal = service.Take("stop_signal")?.Text(),
        StopGracePeriod = service.Take("stop_grace_period")?.Duration() ?? Plain.StopGracePeriod,
        OpenStdin = service.Take("stdin_open")?.Flag() ?? false,
        Labels = KeyValues.Labels(service.Take("labels")),
    }));

    private static ImmutableArray<string> Texts(Field? field) => [.. field?.Texts() ?? []];

    private static string? Device(Field item)
    {
        if (!item.IsMap || item.Map() is not Fields map)
        {
            return item.Text();
        }

        string? source = map.Take("source")?.Text();
        string target = map.Take("target")?.Text() ?? source ?? "";
        string access = map.Take("permissions")?.Text() ?? "rwm";
        map.RefuseOthers();
        item.FaultIf(source is null ? "lacks 'source', a device of the node" : null);
        return source is null ? null : $"{source}:{target}:{access}";
    }
}
