using Fleet.Shim.Protocol;

namespace Fleet.Shim.Tests.Support;

/// <summary>Groups of version 1, one per hierarchy, below <c>fleet/test-shim-N</c>; removed at the end.</summary>
internal sealed class TestCgroup : IDisposable
{
    private static readonly string[] Hierarchies = ["memory", "pids", "cpu"];
    private readonly string _name = $"fleet/test-shim-{Environment.ProcessId}-{Guid.NewGuid():N}";

    internal static string Missing =>
        Array.TrueForAll(Hierarchies, static name => Directory.Exists($"/sys/fs/cgroup/{name}") && File.Exists($"/sys/fs/cgroup/{name}/cgroup.procs"))
            ? ""
            : "this test makes groups of cgroup version 1 by itself, with a hierarchy each for memory, pids and cpu";

    internal TestCgroup() => Array.ForEach(Folders, GroupFolder.Make);

    internal CgroupPlan Plan => new()
    {
        Folders = Folders,
        OomCounter = $"{Folder("memory")}/memory.oom_control",
        Views = [.. Hierarchies.Select(static name => new CgroupView(name, name, name == "cpu" ? ["cpu-too"] : []))],
    };

    internal string Folder(string hierarchy) => $"/sys/fs/cgroup/{hierarchy}/{_name}";

    internal void Set(string hierarchy, string file, string value) => File.WriteAllText($"{Folder(hierarchy)}/{file}", value);

    internal string[] Processes(string hierarchy) => File.ReadAllLines($"{Folder(hierarchy)}/cgroup.procs");

    private string[] Folders => [.. Hierarchies.Select(Folder)];

    public void Dispose() => Array.ForEach(Folders, GroupFolder.Remove);
}
