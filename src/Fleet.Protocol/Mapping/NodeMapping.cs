using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class NodeMapping
{
    public static Wire.NodeReport ToWire(this NodeReport report)
    {
        var wire = new Wire.NodeReport
        {
            Name = report.Name,
            Architecture = report.Architecture,
            Kernel = report.Kernel,
            CgroupVersion = report.CgroupVersion,
            BootId = report.BootId,
            AgentVersion = report.AgentVersion,
            HttpAddress = report.HttpAddress,
            TicketKey = report.TicketKey.ToWire(),
            Capacity = report.Capacity.ToWire(),
            Allocatable = report.Allocatable.ToWire(),
            LocallyUsed = report.LocallyUsed.ToWire(),
            FirstPort = report.FirstPort,
            LastPort = report.LastPort,
        };
        wire.Roles.Take(report.Roles);
        wire.Labels.Take(report.Labels);
        wire.Images.Take(report.Images, ToWire);
        wire.Volumes.Take(report.Volumes);
        wire.PortsInUse.Take(report.PortsInUse);
        return wire;
    }

    public static NodeReport ToModel(this Wire.NodeReport wire) => new()
    {
        Name = wire.Name,
        Roles = [.. wire.Roles],
        Architecture = wire.Architecture,
        Kernel = wire.Kernel,
        CgroupVersion = wire.CgroupVersion,
        BootId = wire.BootId,
        AgentVersion = wire.AgentVersion,
        HttpAddress = wire.HttpAddress,
        TicketKey = wire.TicketKey.ToBytes(),
        Capacity = wire.Capacity.ToModel(),
        Allocatable = wire.Allocatable.ToModel(),
        LocallyUsed = wire.LocallyUsed.ToModel(),
        Labels = wire.Labels.ToModel(),
        Images = wire.Images.ToModel(ToModel),
        Volumes = [.. wire.Volumes],
        FirstPort = wire.FirstPort,
        LastPort = wire.LastPort,
        PortsInUse = [.. wire.PortsInUse],
    };

    public static Wire.NodeUsage ToWire(this NodeUsage usage)
    {
        var wire = new Wire.NodeUsage { Used = usage.Used.ToWire() };
        if (usage.CpuPressure is { } cpu) wire.CpuPressure = cpu;
        if (usage.MemoryPressure is { } memory) wire.MemoryPressure = memory;
        if (usage.IoPressure is { } io) wire.IoPressure = io;
        return wire;
    }

    public static NodeUsage ToModel(this Wire.NodeUsage wire) => new(
        wire.Used.ToModel(),
        wire.HasCpuPressure ? wire.CpuPressure : null,
        wire.HasMemoryPressure ? wire.MemoryPressure : null,
        wire.HasIoPressure ? wire.IoPressure : null);

    private static Wire.NodeImage ToWire(NodeImage image)
    {
        var wire = new Wire.NodeImage { Digest = image.Digest, ImportedTime = image.ImportedAt.ToWire() };
        wire.Names.Take(image.Names);
        return wire;
    }

    private static NodeImage ToModel(Wire.NodeImage wire) => new(wire.Digest, [.. wire.Names], wire.ImportedTime.ToTime());
}
