using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Fleet.Images.Manifests;
using Fleet.Images.Store;
using Fleet.Images.Volumes;
using Fleet.Model;
using Fleet.Node.Allocations;

namespace Fleet.Node.Capacity;

/// <summary>What the node says of itself, read now.</summary>
internal sealed class ReportReader(
    NodeSettings settings, CapacityReader capacity, int cgroupVersion, ContainerTable containers, ImageStore images, VolumeStore volumes,
    ImmutableArray<byte> ticketKey)
{
    public NodeReport Read()
    {
        var entries = containers.All;
        var whole = capacity.Capacity();
        var given = entries.Where(entry => !entry.HasEnded && entry.Record.Assignment is not null)
            .SelectMany(entry => entry.Record.Assignment!.Ports.Select(port => port.Number)).ToHashSet();
        return new NodeReport
        {
            Name = settings.Name,
            Roles = settings.Roles,
            Architecture = Platform.OfThisMachine.Architecture,
            Kernel = KernelRelease(),
            CgroupVersion = cgroupVersion,
            BootId = File.ReadAllText(settings.BootIdPath).Trim(),
            AgentVersion = settings.AgentVersion,
            HttpAddress = settings.HttpAddress,
            TicketKey = ticketKey,
            Capacity = whole,
            Allocatable = capacity.Allocatable(whole),
            LocallyUsed = LocallyUsed(entries),
            Labels = settings.Labels,
            Images = [.. images.List().OrderBy(image => image.Digest, StringComparer.Ordinal)
                .Select(image => new NodeImage(image.Digest, image.Names, image.ImportedAt))],
            Volumes = [.. volumes.List().Where(volume => !volume.Anonymous).Select(volume => volume.Name).Order(StringComparer.Ordinal)],
            FirstPort = settings.FirstPort,
            LastPort = settings.LastPort,
            PortsInUse = [.. PortsInUse.Read().Where(port => !given.Contains(port))],
        };
    }

    private static Resources LocallyUsed(IEnumerable<ContainerEntry> entries)
    {
        Resources sum = default;
        foreach (var entry in entries.Where(entry => entry.Record.Assignment is null && !entry.HasEnded)) sum += entry.Record.Reserved;
        return sum;
    }

    // uname -r; RuntimeInformation says "Linux 6.1.0-13-amd64 #1 SMP ..." in some releases and the bare number in others.
    private static string KernelRelease() =>
        File.Exists("/proc/sys/kernel/osrelease") ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : RuntimeInformation.OSDescription;
}
