using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>All mounts of a container, in the order in which the shim makes them: root, the specification's, Fleet's own files.</summary>
internal static class MountPlans
{
    public static IReadOnlyList<MountPlan> Of(ContainerSetup setup, ContainerFolder folder) =>
    [
        .. setup.RootMounts.Count > 0 ? setup.RootMounts.Select(Root) : [RootFolder(setup.Spec.Root!)],
        .. setup.Spec.Mounts.Select(One),
        .. OwnFiles(setup, folder),
    ];

    private static MountPlan RootFolder(RootSpec root) => new(MountPlan.RecursiveBind, Path.GetFullPath(root.Path), "/");

    private static MountPlan Root(RootMount mount)
    {
        MountOptions options = MountOptions.Of(mount.Options);
        return Plan(mount.Type, mount.Source, mount.Target, options) with { WorkingFolder = mount.WorkingFolder ?? "" };
    }

    private static MountPlan One(MountSpec mount) =>
        Plan(mount.Type ?? "", mount.Source ?? "", mount.Destination, MountOptions.Of(mount.Options));

    private static MountPlan Plan(string type, string source, string target, MountOptions options)
    {
        bool bind = options.Bind is not null || type == "bind";
        string kind = !bind ? type : options.Bind == BindKind.WithSubmounts ? MountPlan.RecursiveBind : MountPlan.Bind;
        return new MountPlan(kind, bind ? Path.GetFullPath(source) : source, target)
        {
            Flags = options.Flags,
            Data = bind ? "" : options.Data,
            Propagation = options.Propagation,
            RecursiveFlags = kind == MountPlan.RecursiveBind && options.Flags != 0 && options.HoldBelow,
        };
    }

    /// <summary>Files of the container's state folder over those of the image, and the folder for its result.</summary>
    private static IEnumerable<MountPlan> OwnFiles(ContainerSetup setup, ContainerFolder folder)
    {
        (string Source, string Target, bool Wanted)[] files =
        [
            (folder.Hosts, "/etc/hosts", setup.HostsContent is not null),
            (folder.Resolv, "/etc/resolv.conf", setup.ResolvContent is not null),
            (folder.Hostname, "/etc/hostname", setup.Spec.Hostname is not null),
            (folder.Result, ResultFiles.FolderInside, setup.Result),
        ];
        return files
            .Where(file => file.Wanted && !setup.Spec.Mounts.Any(mount => mount.Destination == file.Target))
            .Select(file => new MountPlan(MountPlan.Bind, file.Source, file.Target) { Flags = MountOptions.NoSuid | MountOptions.NoDev });
    }
}
