using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>
/// crun takes every version 1 controller that the kernel knows for mounted, and fails where one is not. Here the one that is
/// most often missing is mounted while it is measured.
/// </summary>
internal sealed class CrunHierarchies : IAsyncDisposable
{
    private const string Script = """
        made=
        if [ -d /sys/fs/cgroup/memory ] && ! grep -q 'cgroup.*hugetlb' /proc/mounts && grep -q hugetlb /proc/cgroups; then
            made=/sys/fs/cgroup/hugetlb
            mkdir -p $made && mount -t cgroup -o hugetlb cgroup $made || made=
        fi
        echo ready
        read -r end
        [ -n "$made" ] || exit 0
        # With a group that is still on its way out the hierarchy would outlive its mount.
        tries=0
        until [ "$(awk '$1 == "hugetlb" { print $3 }' /proc/cgroups)" = 1 ] || [ $tries = 50 ]; do tries=$((tries + 1)); sleep 0.1; done
        umount $made && rmdir $made
        """;

    private readonly Keeper _keeper;

    private CrunHierarchies(Keeper keeper) => _keeper = keeper;

    public static async Task<CrunHierarchies> MountAsync() => new(await Keeper.StartAsync(Script));

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();
}
