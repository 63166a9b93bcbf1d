using Fleet.Containers.Looking;
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
    public static ContainerInspection Of(ContainerEntry entry, ContainerTable table, ContainerWork work, string nodeName)
    {
        var record = entry.Record;
        var image = entry.Image ?? work.FindImage(record.ImageDigest);
        var process = image is null ? null : work.Describe(record, image);
        var facts = entry.Running?.Look() ?? new ContainerFacts();
        return new ContainerInspection
        {
            View = entry.ToView(nodeName),
            Spec = record.Spec,
            Restart = record.Restart,
            AutoRemove = record.AutoRemove,
            Process = ProcessOf(record.Spec, process, image?.Config),
            Image = image is null ? new() : ImageViews.Settings(image.Config),
            Mounts = work.MountsOf(record, image),
            Facts = facts,
            JoinedFrom = Joining.From(entry, facts, table),
            Layers = work.LayersOf(record, image),
            Hostname = Hostname.Of(record, work.RecordOf),
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
}
