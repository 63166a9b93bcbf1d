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

    public static ContainerDetail Detail(ContainerInspection all) => new()
    {
        Id = all.View.Id,
        Name = all.View.Name,
        Image = all.View.Image,
        ImageDigest = all.View.ImageDigest,
        Node = all.View.Node,
        State = all.View.State,
        ExitCode = all.View.ExitCode,
        OomKilled = all.View.OomKilled,
        Pid = all.View.Pid,
        CreatedAt = all.View.CreatedAt,
        StartedAt = all.View.StartedAt,
        FinishedAt = all.View.FinishedAt,
        Job = all.View.Job,
        Command = all.View.Command,
        Message = all.View.Message,
        RestartCount = all.View.RestartCount,
        RestartAt = all.View.RestartAt,
        Spec = all.Spec,
        Restart = all.Restart.ToString(),
        AutoRemove = all.AutoRemove,
        Process = new ProcessInfo(
            [.. all.Process.Args], [.. all.Process.Env], all.Process.WorkingDirectory, all.Process.User, all.Process.Terminal,
            all.Process.StopSignal, [.. all.Process.Capabilities]),
        Mounts = [.. all.Mounts.Select(m => new MountInfo(m.Type, m.Name, m.Source, m.Target, m.ReadOnly))],
        Cgroup = new CgroupInfo(all.Cgroup.Version, all.Cgroup.Path, all.Cgroup.Folders, all.Cgroup.Limits),
        Namespaces = all.Namespaces,
        Hostname = all.Hostname,
        LogPath = all.LogPath,
        Folder = all.Folder,
        Ports = [.. all.Ports],
        UserRange = all.UserRange is { } range ? new UserRangeInfo(range.First, range.Count) : null,
    };

    public static StatsInfo Stats(ContainerUsage u) => new()
    {
        Id = u.Id,
        Name = u.Name,
        Time = u.Time,
        Cpu = u.Cpus,
        CpuLimit = u.CpuLimit,
        CpuUsage = u.CpuNanoseconds,
        CpuUser = u.CpuUserNanoseconds,
        CpuSystem = u.CpuSystemNanoseconds,
        Throttling = u.Periods is { } periods ? new ThrottlingInfo(periods, u.ThrottledPeriods ?? 0, u.ThrottledNanoseconds ?? 0) : null,
        Memory = u.MemoryBytes,
        MemoryWithCache = u.MemoryWithCacheBytes,
        MemoryLimit = u.MemoryLimitBytes,
        Swap = u.SwapBytes,
        OomKills = u.OomKills,
        Pids = u.Pids,
        PidsLimit = u.PidsLimit,
        BlockRead = u.BlockReadBytes,
        BlockWritten = u.BlockWrittenBytes,
        BlockReadOperations = u.BlockReadOperations,
        BlockWriteOperations = u.BlockWriteOperations,
        NetworkReceived = u.NetworkReceivedBytes,
        NetworkSent = u.NetworkSentBytes,
        Pressure = u.CpuPressure is null && u.MemoryPressure is null && u.IoPressure is null ? null : new PressureInfo(u.CpuPressure, u.MemoryPressure, u.IoPressure),
    };
}
