using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>
/// The ways into a container's groups for a first process that is yet to be cloned: it is born in the group of the unified hierarchy, and
/// enters those of version 1 by itself. Moving it from outside (cgroup.procs) would take the kernel several milliseconds, in which
/// it waits until no process of the machine can be in the middle of a fork; a thread that moves itself waits for nobody.
/// </summary>
internal sealed unsafe class GroupDoors
{
    private const int WriteOnly = 1, NoEntry = -2;
    private readonly List<int> _tasks = [];

    /// <summary>For <c>CLONE_INTO_CGROUP</c>; -1 for none.</summary>
    internal int Unified { get; private set; } = -1;

    /// <exception cref="KernelException">A group is not there.</exception>
    internal static GroupDoors Open(CgroupPlan plan)
    {
        var doors = new GroupDoors();
        try
        {
            foreach (string folder in plan.Folders)
            {
                doors.Add(folder);
            }

            return doors;
        }
        catch
        {
            doors.Close();
            throw;
        }
    }

    internal void Write(PlanWriter plan)
    {
        plan.Calls.Step("enter its control groups");
        foreach (int tasks in _tasks)
        {
            plan.Calls.Add(Nr.Write, tasks, plan.Text("0"), 1);
        }
    }

    internal void Close()
    {
        _tasks.ForEach(Raw.Close);
        Raw.Close(Unified);
    }

    // Version 2 has no such file, unless for groups of threads, which a container's is not.
    private void Add(string folder)
    {
        long tasks = KernelFile.Open($"{folder}/tasks", WriteOnly);
        if (tasks == NoEntry)
        {
            Unified = (int)Raw.Check(KernelFile.Open(folder, (int)Resolving.PathOnly), "open the cgroup", folder);
        }
        else
        {
            _tasks.Add((int)Raw.Check(tasks, "open", $"{folder}/tasks"));
        }
    }
}
