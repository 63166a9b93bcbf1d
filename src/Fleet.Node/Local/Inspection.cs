using Fleet.Containers.Spec;
using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Model.Notation;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Local;

/// <summary>Gathers all there is to know of one container.</summary>
internal static class Inspection
{
    public static ContainerInspection Of(ContainerEntry entry, ContainerWork work, string nodeName, string cgroupParent)
    {
        var record = entry.Record;
        var image = entry.Image ?? work.FindImage(record.ImageDigest);
        var process = image is null ? null : work.Describe(record, image);
        return new ContainerInspection
        {
            View = entry.ToView(nodeName),
            Spec = record.Spec,
            Restart = record.Restart,
            AutoRemove = record.AutoRemove,
            Process = ProcessOf(record.Spec, process, image?.Config),
            Image = image is null ? new() : ImageViews.Settings(image.Config),
            Mounts = work.MountsOf(record, image),
            Cgroup = CgroupOf(entry, work, cgroupParent),
            Namespaces = Namespaces(entry.Status.Pid),
            Hostname = Hostname.Of(record),
            Folder = record.Run > 0 ? Path.Combine(work.Runtime.Options.StateFolder, entry.Id) : "",
            LogPath = record.Run > 0 ? Path.Combine(work.Runtime.Options.StateFolder, entry.Id, "log") : "",
            Ports = record.Assignment?.Ports ?? [],
            Assignment = record.Assignment,
            UserRange = record.UserRange,
        };
    }

    private static ProcessView ProcessOf(ContainerSpec spec, ProcessSpec? process, ImageConfig? image) => new(
        process?.Args ?? [.. spec.Entrypoint ?? [], .. spec.Command],
        process?.Env ?? [],
        process?.Cwd ?? spec.WorkingDirectory ?? "/",
        spec.User ?? image?.User ?? "",
        spec.Terminal,
        SignalText.Name(StopSignal.Of(spec, image)),
        process?.Capabilities?.Bounding ?? []);

    private static CgroupView CgroupOf(ContainerEntry entry, ContainerWork work, string parent)
    {
        string path = $"{parent}/{entry.Record.Assignment?.Job ?? ContainerRecipe.LocalJob}/{entry.Id}";
        var group = work.Runtime.Cgroups.At(path);
        return new CgroupView(work.Runtime.Cgroups.Version, path, CgroupFolders.Of(group), entry.Record.Spec.Limits);
    }

    private static Dictionary<string, string> Namespaces(int pid)
    {
        var table = new Dictionary<string, string>();
        if (pid == 0) return table;
        foreach (string name in new[] { "cgroup", "ipc", "mnt", "net", "pid", "user", "uts" })
        {
            try
            {
                if (new FileInfo($"/proc/{pid}/ns/{name}").LinkTarget is { } target) table[name] = target;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];      // it ended while we looked
            }
        }
        return table;
    }
}
