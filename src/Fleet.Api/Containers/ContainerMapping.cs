using System.Collections.Immutable;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Nodes;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>From the engine's words to the API's.</summary>
internal static class ContainerMapping
{
    public static ContainerInfo Info(ContainerView view) => new()
    {
        Id = view.Id,
        Name = view.Name,
        Image = view.Image,
        ImageDigest = view.ImageDigest,
        Node = view.Node,
        State = view.State,
        ExitCode = view.ExitCode,
        OomKilled = view.OomKilled,
        Pid = view.Pid,
        CreatedAt = view.CreatedAt,
        StartedAt = view.StartedAt,
        FinishedAt = view.FinishedAt,
        Job = view.Job,
        Command = view.Command,
        Message = view.Message,
        RestartCount = view.RestartCount,
        RestartAt = view.RestartAt,
    };

    public static StatsInfo Stats(ContainerUsage u) => new()
    {
        Id = u.Id,
        Name = u.Name,
        Time = u.Time,
        Cpu = u.Cpus,
        HostCpus = u.HostCpus,
        CpuLimit = u.CpuLimit,
        CpuUsage = u.CpuNanoseconds,
        CpuUser = u.CpuUserNanoseconds,
        CpuSystem = u.CpuSystemNanoseconds,
        Throttling = u.Periods is { } periods ? new ThrottlingInfo(periods, u.ThrottledPeriods ?? 0, u.ThrottledNanoseconds ?? 0) : null,
        Memory = u.MemoryBytes,
        MemoryWithCache = u.MemoryWithCacheBytes,
        MemoryLimit = u.MemoryLimitBytes,
        Swap = u.SwapBytes,
        MemoryAnonymous = u.AnonymousBytes,
        MemoryFile = u.FileBytes,
        MemoryShared = u.SharedBytes,
        MemoryKernel = u.KernelBytes,
        MemoryPeak = u.PeakBytes,
        OomKills = u.OomKills,
        Pids = u.Pids,
        PidsLimit = u.PidsLimit,
        BlockRead = u.BlockReadBytes,
        BlockWritten = u.BlockWrittenBytes,
        BlockReadOperations = u.BlockReadOperations,
        BlockWriteOperations = u.BlockWriteOperations,
        NetworkReceived = u.NetworkReceivedBytes,
        NetworkSent = u.NetworkSentBytes,
        Interfaces = [.. u.Links.Select(link => new InterfaceInfo(
            link.Name, link.ReceivedBytes, link.ReceivedPackets, link.ReceiveErrors, link.ReceiveDropped,
            link.SentBytes, link.SentPackets, link.SendErrors, link.SendDropped))],
        Pressure = u.CpuPressure is null && u.MemoryPressure is null && u.IoPressure is null ? null : new PressureInfo(u.CpuPressure, u.MemoryPressure, u.IoPressure),
    };
}
