using Fleet.Linux.Cgroups;

namespace Fleet.Benchmarks.Machine;

/// <summary>A control group with so much memory for an engine and all its containers. What is still in it ends with it.</summary>
internal sealed class Room : IDisposable
{
    private static int _count;
    private readonly ICgroup _group;

    public Room(long bytes)
    {
        ICgroupDriver driver = CgroupDriver.Detect();
        Path = $"fleet/bench-room-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        _group = driver.Create(Path);
        _group.Apply(new CgroupLimits { Memory = bytes });
        Doors = string.Join(' ', driver.Create($"{Path}/engine").Placement.ProcsFiles);
    }

    /// <summary>As a path below the root of each hierarchy; containers go below it.</summary>
    public string Path { get; }

    /// <summary>The files that let a process into the engine's own part of the room, as enter.sh takes them.</summary>
    public string Doors { get; }

    public static string EnterScript { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "enter.sh");

    public void Dispose()
    {
        _group.KillAll();
        _group.Remove();
    }
}
