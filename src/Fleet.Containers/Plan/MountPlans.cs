using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>All mounts of a container, in the order in which the shim makes them: root, the specification's, Fleet's own files.</summary>
internal static class MountPlans
{
    private const uint TtyGroup = 5;

    public static IReadOnlyList<MountPlan> Of(ContainerSetup setup, ContainerFolder folder) =>
    [
        .. setup.RootMounts.Count > 0 ? setup.RootMounts.Select(Root) : [RootFolder(setup.Spec.Root!)],
        .. setup.Spec.Mounts.Select(mount => ForGroups(One(mount), setup.Spec.Linux.GidMappings)),
        .. OwnFiles(setup, folder),
    ];

    private static MountPlan RootFolder(RootSpec root) => new(MountPlan.RecursiveBind, Path.GetFullPath(root.Path), "/");

    private static MountPlan Root(RootMount mount)
    {
        MountOptions options = MountOptions.Of(mount.Options);
        return Plan(mount.Type, mount.Source, mount.Target, options) with { WorkingFolder = mount.WorkingFolder ?? "", IdMapped = options.IdMapped ?? true };
    }

    // devpts takes no group that does not exist in the user namespace (runc drops it as well); terminals are then their owner's group's.
    private static MountPlan ForGroups(MountPlan plan, IReadOnlyList<IdMappingSpec> maps) =>
        plan.Type != "devpts" || maps.Count == 0 || maps.Any(map => map.ContainerID <= TtyGroup && TtyGroup - map.ContainerID < map.Size) ? plan
            : plan with { Data = string.Join(',', plan.Data.Split(',').Where(option => option != $"gid={TtyGroup}")) };

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
            IdMapped = options.IdMapped ?? !bind,
            Propagation = options.Propagation,
            RecursiveFlags = kind == MountPlan.RecursiveBind && options.Flags != 0 && options.HoldBelow,
        };
    }

    /// <summary>Files of the container's state folder over those of the image, and the folder for its result.</summary>
    private static IEnumerable<MountPlan> OwnFiles(ContainerSetup setup, ContainerFolder folder)
    {
        ContainerFolder etc = setup.EtcOf is { } other ? new ContainerFolder(Path.Combine(Path.GetDirectoryName(folder.Path)!, other)) : folder;
        (string Source, string Target, bool Wanted)[] files =
        [
            (etc.Hosts, "/etc/hosts", setup.EtcOf is null ? setup.HostsContent is not null : File.Exists(etc.Hosts)),
            (etc.Resolv, "/etc/resolv.conf", setup.EtcOf is null ? setup.ResolvContent is not null : File.Exists(etc.Resolv)),
            (etc.Hostname, "/etc/hostname", setup.EtcOf is null ? setup.NameInFiles is not null : File.Exists(etc.Hostname)),
            (folder.Result, ResultFiles.FolderInside, setup.Result),
        ];
        return files
            .Where(file => file.Wanted && !setup.Spec.Mounts.Any(mount => mount.Destination == file.Target))
            .Select(file => new MountPlan(MountPlan.Bind, file.Source, file.Target) { Flags = MountOptions.NoSuid | MountOptions.NoDev });
    }
}
