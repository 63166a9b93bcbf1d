using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>Mounts the container's root and, at the end, makes it "/" and lets the host's go.</summary>
internal static unsafe class RootSteps
{
    /// <summary>Leaves a descriptor of the mounted root in <see cref="PlanWriter.Root"/>.</summary>
    internal static void Mount(PlanWriter plan, PreparedTrees trees)
    {
        string place = plan.Absolute(ShimFolder.RootMountPoint);
        for (int i = 0; i < plan.Config.Mounts.Count; i++)
        {
            MountPlan mount = plan.Config.Mounts[i];
            if (Target.Parts(mount.Target).Length > 0)
            {
                continue;
            }

            plan.Calls.Step($"mount the root ({mount.Type} {mount.Source})");
            if (trees.Find(i) is int tree and >= 0)
            {
                // Over the host's "/" as this namespace has it: the one place that surely can be reached, and gone after the pivot.
                long empty = plan.Text("");
                *plan.Root = tree;
                plan.Calls.Add(Nr.MoveMount, tree, empty, At.CurrentFolder, plan.Text("/"), At.MoveFromEmptyPath);
                return;
            }

            if (mount.Type is MountPlan.Bind or MountPlan.RecursiveBind)
            {
                BindRoot(plan, mount, place);
            }
            else
            {
                FileSystem(plan.Calls, plan.Memory, mount, plan.Absolute(mount.WorkingFolder), place);
            }
        }

        plan.Calls.Add(Nr.OpenAt, At.CurrentFolder, plan.Text(place), (long)(Resolving.PathOnly | Resolving.CloseOnExec)).Into(plan.Root);
    }

    /// <summary>Mounts where relative options mean what they should.</summary>
    internal static void FileSystem(CallList calls, PlanMemory memory, MountPlan mount, string workingFolder, string place)
    {
        if (mount.WorkingFolder.Length > 0)
        {
            calls.Add(Nr.Chdir, (long)memory.Text(workingFolder));
        }

        calls.Add(
            Nr.Mount, (long)memory.Text(mount.Source), (long)memory.Text(place), (long)memory.Text(mount.Type), mount.Flags,
            mount.Data.Length > 0 ? (long)memory.Text(mount.Data) : 0);
    }

    private static void BindRoot(PlanWriter plan, MountPlan mount, string place)
    {
        long* copy = plan.Memory.Slot();
        BindSteps.Copy(plan.Calls, plan.Text(plan.Absolute(mount.Source)), mount.Type == MountPlan.RecursiveBind, copy);
        plan.Calls.Add(Nr.MoveMount, 0, plan.Text(""), At.CurrentFolder, plan.Text(place), At.MoveFromEmptyPath).From(0, copy);
        Target.Close(plan, copy);
    }

    /// <summary>pivot_root(2) onto itself: the old root lies over the new one for a moment and is taken off.</summary>
    internal static void Pivot(PlanWriter plan)
    {
        long dot = plan.Text(".");
        plan.Calls.Step("make the container's root its /").Add(Nr.Fchdir).From(0, plan.Root);
        plan.Calls.Add(Nr.PivotRoot, dot, dot);
        plan.Calls.Add(Nr.Umount2, dot, At.Detach);
        plan.Calls.Add(Nr.Chdir, plan.Text("/"));
        Target.Close(plan, plan.Root);
    }

    internal static void MakeReadOnly(PlanWriter plan)
    {
        if (plan.Config.ReadOnlyRoot)
        {
            plan.Calls.Step("make the root read-only")
                .Add(Nr.MountSetattr, At.CurrentFolder, plan.Text("/"), 0, plan.Attributes(MountAttribute.ReadOnly), sizeof(MountAttr));
        }
    }
}
