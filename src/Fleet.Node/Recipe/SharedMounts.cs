using Fleet.Containers.Spec;
using Fleet.Model;
using MountSpec = Fleet.Containers.Spec.MountSpec;

namespace Fleet.Node.Recipe;

/// <summary>What the choice of namespaces changes of the mounts: /dev/shm and /dev/mqueue go with IPC, owners with the users.</summary>
internal static class SharedMounts
{
    private const string Memory = "/dev/shm", Queues = "/dev/mqueue";

    public static IReadOnlyList<MountSpec> Apply(IReadOnlyList<MountSpec> mounts, RecipeInput input) =>
        [.. mounts.Select(mount => OfIpc(mount, input)).OfType<MountSpec>().Select(mount => OfUsers(mount, input))];

    private static MountSpec? OfIpc(MountSpec mount, RecipeInput input)
    {
        var spec = input.Record.Spec;
        bool hosts = spec.Namespaces.Ipc.Origin == NamespaceOrigin.Host;
        return mount switch
        {
            { Destination: Memory, Source: "shm" } when spec.Namespaces.IpcSharing == IpcSharing.None => null,
            { Destination: Memory, Source: "shm" } when hosts => Bind(mount),
            { Destination: Memory, Source: "shm" } when input.Joined.MemoryOf is { } other => new MountSpec { Destination = Memory, Type = "shared", Source = other },
            // The queues of a namespace are mounted by who is root over it; in a user namespace of one's own those of the host are bound.
            { Destination: Queues, Type: "mqueue" } when hosts && input.Record.UserRange is not null => input.IsFolder(Queues) ? Bind(mount) : null,
            _ => mount,
        };
    }

    private static MountSpec Bind(MountSpec mount) => new()
    {
        Destination = mount.Destination, Type = "bind", Source = mount.Destination, Options = ["rbind", "rprivate", "nosuid", "nodev", "noexec"],
    };

    // Volumes, and folders bound to be written to, belong to the container's root, whose files stay root's on disk. A single file and
    // what may only be read are the host's: there root inside is who it is outside, so that what is root's alone stays so.
    private static MountSpec OfUsers(MountSpec mount, RecipeInput input)
    {
        if (mount.Type != "bind" || input.Record.UserRange is null) return mount;
        bool isVolume = input.VolumeFolders.ContainsValue(mount.Source!);
        bool? asked = input.Record.Spec.Mounts.FirstOrDefault(wanted => VolumePlan.Clean(wanted.Target) == mount.Destination)?.IdMapped;
        bool data = isVolume || (!mount.Options.Contains("ro") && mount.Destination != Memory && mount.Destination != Queues && input.IsFolder(mount.Source!));
        return mount with { Options = [.. mount.Options, asked ?? data ? "ridmap" : "noidmap"] };
    }
}
