using Fleet.Shim.Protocol;

namespace Fleet.Shim.Tests.Support;

/// <summary>A group of the unified hierarchy, with or without controllers; removed at the end.</summary>
internal sealed class UnifiedCgroup : IDisposable
{
    private static readonly string Root = Directory.Exists("/sys/fs/cgroup/unified") ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup";

    internal static string Missing => File.Exists($"{Root}/cgroup.controllers") ? "" : "there is no unified cgroup hierarchy";

    internal UnifiedCgroup()
    {
        Folder = $"{Root}/fleet/test-shim-{Environment.ProcessId}-{Guid.NewGuid():N}";
        GroupFolder.Make(Folder);
    }

    internal string Folder { get; }

    internal CgroupPlan Plan => new() { Unified = true, Folders = [Folder] };

    public void Dispose() => GroupFolder.Remove(Folder);
}
