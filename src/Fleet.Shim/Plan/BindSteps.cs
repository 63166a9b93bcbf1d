using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>Binds: a copy of the source's mount, detached, given its attributes, and only then put in place. So it is never writable for a moment.</summary>
internal static unsafe class BindSteps
{
    /// <param name="plan">Its root is mounted.</param>
    /// <param name="mount">Of type bind or rbind.</param>
    /// <param name="tree">The detached copy, when the privileged side has made it already; else -1.</param>
    internal static void Write(PlanWriter plan, MountPlan mount, int tree)
    {
        string source = plan.Absolute(mount.Source);
        bool isFolder = Directory.Exists(source);
        if (!isFolder && !Path.Exists(source))
        {
            throw new KernelException("bind", source, new Errno(2), "make it, or name a path that exists on this node");
        }

        bool copied = plan.PeerCopies.TryGetValue(mount, out nint early);
        long* copy = copied ? (long*)early : plan.Memory.Slot(tree);
        plan.Calls.Step($"bind {source} on {mount.Target}");
        if (tree < 0 && !copied)
        {
            Copy(plan.Calls, plan.Text(source), mount.Type == MountPlan.RecursiveBind, copy);
        }

        SetAttributes(plan, mount, copy);
        long* at = plan.Memory.Slot();
        Target.Open(plan, mount.Target, at, mount.CreateTarget, isFile: !isFolder);
        Attach(plan, copy, at);
        Target.Close(plan, at);
        Target.Close(plan, copy);
    }

    /// <summary>
    /// Binds that are to be slaves or peers of the host's mounts are copied before the container's mounts lose theirs
    /// (mount_namespaces(7)). In a user namespace the kernel has made them slaves already.
    /// </summary>
    internal static void CopyPeers(PlanWriter plan)
    {
        foreach (MountPlan mount in plan.Config.Mounts)
        {
            bool bind = mount.Type is MountPlan.Bind or MountPlan.RecursiveBind && Target.Parts(mount.Target).Length > 0;
            if (bind && !plan.HasUserNamespace && (mount.Propagation & (Ms.Slave | Ms.Shared)) != 0)
            {
                long* copy = plan.Memory.Slot();
                plan.Calls.Step($"copy the mount of {mount.Source} for {mount.Target}");
                Copy(plan.Calls, plan.Text(plan.Absolute(mount.Source)), mount.Type == MountPlan.RecursiveBind, copy);
                plan.PeerCopies[mount] = (nint)copy;
            }
        }
    }

    /// <summary>Puts a tree of another container in place, with the attributes that it has there.</summary>
    internal static void Place(PlanWriter plan, MountPlan mount, int tree)
    {
        long* copy = plan.Memory.Slot(tree), at = plan.Memory.Slot();
        plan.Calls.Step($"put the other container's {mount.Target} in place");
        Target.Open(plan, mount.Target, at, create: true, links: false);
        Attach(plan, copy, at);
        Target.Close(plan, at);
        Target.Close(plan, copy);
    }

    internal static void Copy(CallList calls, long source, bool recursive, long* copy) =>
        calls.Add(Nr.OpenTree, At.CurrentFolder, source, At.OpenTreeClone | At.OpenTreeCloseOnExec | (recursive ? At.Recursive : 0)).Into(copy);

    /// <summary>Puts a detached mount on what another descriptor names.</summary>
    internal static CallRef Attach(PlanWriter plan, long* mount, long* at)
    {
        long empty = plan.Text("");
        return plan.Calls.Add(Nr.MoveMount, 0, empty, 0, empty, At.MoveFromEmptyPath | At.MoveToEmptyPath).From(0, mount).From(2, at);
    }

    private static void SetAttributes(PlanWriter plan, MountPlan mount, long* copy)
    {
        (ulong set, ulong clear) = MountAttribute.FromMountFlags(mount.Flags);
        long empty = plan.Text("");
        if ((set | clear) != 0)
        {
            plan.Calls.Add(
                Nr.MountSetattr, 0, empty, At.EmptyPath | (mount.RecursiveFlags ? At.Recursive : 0), plan.Attributes(set, clear), sizeof(MountAttr)).From(0, copy);
        }

        ulong propagation = mount.Propagation & (Ms.Slave | Ms.Shared | Ms.Unbindable);
        if (propagation != 0)
        {
            plan.Calls.Add(
                Nr.MountSetattr, 0, empty, At.EmptyPath | ((mount.Propagation & Ms.Recursive) != 0 ? At.Recursive : 0),
                plan.Attributes(0, 0, propagation), sizeof(MountAttr)).From(0, copy);
        }
    }
}
