using System.Collections.Immutable;
using System.Globalization;
using Fleet.Api.Contracts.Inspect;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>From what the engine knows of a container to docker's <c>inspect</c>, with Fleet's own parts.</summary>
internal static class InspectMapping
{
    public static InspectInfo Of(ContainerInspection all)
    {
        var view = all.View;
        return new InspectInfo
        {
            Id = view.Id,
            Created = Moment(view.CreatedAt),
            Path = all.Process.Args.Count > 0 ? all.Process.Args[0] : "",
            Args = [.. all.Process.Args.Skip(1)],
            State = InspectStates.Of(all),
            Image = view.ImageDigest,
            ResolvConfPath = In(all.Folder, "resolv.conf"),
            HostnamePath = In(all.Folder, "hostname"),
            HostsPath = In(all.Folder, "hosts"),
            LogPath = all.LogPath,
            Name = "/" + view.Name,
            RestartCount = view.RestartCount,
            HostConfig = InspectHostConfigs.Of(all),
            SizeRw = all.Layers.FirstOrDefault(layer => layer.Writable)?.Bytes ?? 0,
            Mounts = [.. all.Mounts.Select(m => new InspectMount(Lower(m.Type), m.Name, m.Source, m.Target, !m.ReadOnly))],
            Config = Config(all),
            NetworkSettings = Network(all),
            Node = view.Node,
            Job = view.Job,
            Folder = all.Folder,
            Namespaces = InspectKernels.Namespaces(all),
            UidMap = InspectKernels.Map(all.Facts.UidMap),
            GidMap = InspectKernels.Map(all.Facts.GidMap),
            Cgroups = InspectKernels.Cgroups(all.Facts.Groups),
            Layers = [.. all.Layers.Select(layer => new InspectLayer(layer.Writable, layer.DiffId, layer.Bytes, layer.Folder))],
            Security = InspectRights.Of(all),
        };
    }

    /// <summary>RFC 3339 in UTC, docker's year 1 for none.</summary>
    public static string Moment(DateTimeOffset? time) =>
        (time ?? DateTimeOffset.MinValue).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    private static InspectConfig Config(ContainerInspection all) => new()
    {
        Hostname = all.Hostname,
        Domainname = all.Spec.Domainname ?? "",
        User = all.Process.User,
        Tty = all.Process.Terminal,
        OpenStdin = all.Spec.OpenStdin,
        Env = [.. all.Process.Env],
        Cmd = !all.Spec.Command.IsEmpty ? all.Spec.Command : all.Spec.Entrypoint is null ? [.. all.Image.Cmd] : [],
        Image = all.View.Image,
        WorkingDir = all.Process.WorkingDirectory,
        Entrypoint = all.Spec.Entrypoint ?? [.. all.Image.Entrypoint],
        Labels = all.Image.Labels.ToImmutableSortedDictionary().SetItems(all.Spec.Labels),
        StopSignal = all.Process.StopSignal,
        StopTimeout = all.Spec.StopGracePeriod.TotalSeconds,
    };

    private static InspectNetwork Network(ContainerInspection all) => new()
    {
        Networks = ImmutableSortedDictionary<string, InspectEndpoint>.Empty.Add(Lower(all.Spec.Network), new InspectEndpoint("")),
        Ports = all.Ports.ToImmutableSortedDictionary(
            port => $"{port.Name}/{Lower(port.Protocol)}",
            port => ImmutableArray.Create(new InspectPort("0.0.0.0", port.Number.ToString(CultureInfo.InvariantCulture)))),
    };

    public static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string In(string folder, string file) => folder.Length == 0 ? "" : System.IO.Path.Combine(folder, file);
}
