using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Server;

/// <summary>
/// What is done once, when the container has been there for a second: of the very short ones nobody should have to wait for it. The
/// memory that the start took goes back to the kernel, which matters where hundreds of shims wait.
/// </summary>
internal sealed class Settling(CgroupPlan cgroup) : Source
{
    private const int After = 1000;
    private readonly long _due = Clock.Milliseconds + After;

    internal override int Fd => -1;

    internal override short Wanted => 0;

    internal override long Deadline => _due;

    internal override void Due()
    {
        IsClosed = true;
        if (!cgroup.Unified)
        {
            Placement.EnterLate(cgroup.ShimFolders);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
