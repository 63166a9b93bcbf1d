using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>
/// The container's own group at /sys/fs/cgroup, so that runtimes see their limits: cgroup2, or of version 1 a tmpfs with a
/// folder per hierarchy and links for hierarchies of several controllers. The cgroup namespace makes it the root of what is seen;
/// without one, in version 1, the group's folders are bound.
/// </summary>
internal static unsafe class CgroupSteps
{
    internal static void Write(PlanWriter plan, MountPlan mount)
    {
        if (plan.Config.Cgroup.Folders.Count == 0)
        {
            return; // not in a group of its own: there is nothing that may be shown
        }

        long* at = plan.Memory.Slot();
        plan.Calls.Step($"mount the container's cgroup on {mount.Target}");
        Target.Open(plan, mount.Target, at, mount.CreateTarget, links: false);
        plan.Calls.Add(Nr.Fchdir).From(0, at);
        Target.Close(plan, at);
        if (plan.Config.Cgroup.Unified)
        {
            plan.Calls.Add(Nr.Mount, plan.Text("cgroup"), plan.Text("."), plan.Text("cgroup2"), mount.Flags, 0);
            return;
        }

        plan.Calls.Add(Nr.Mount, plan.Text("tmpfs"), plan.Text("."), plan.Text("tmpfs"), mount.Flags & ~Ms.ReadOnly, plan.Text("mode=755,size=64k"));
        long* top = plan.Memory.Slot();
        Target.Open(plan, mount.Target, top, create: false, links: false);
        plan.Calls.Add(Nr.Fchdir).From(0, top);
        foreach (CgroupView view in plan.Config.Cgroup.Views)
        {
            long name = plan.Text(view.Name);
            plan.Calls.Step($"mount the cgroup hierarchy {view.Name}").Add(Nr.MkdirAt, At.CurrentFolder, name, 0x1ed);
            if (plan.Has(NamespaceKind.Cgroup))
            {
                plan.Calls.Add(Nr.Mount, plan.Text("cgroup"), name, plan.Text("cgroup"), mount.Flags, plan.Text(view.Options));
            }
            else
            {
                Bind(plan, mount, view, name);
            }

            foreach (string link in view.Links)
            {
                plan.Calls.Add(Nr.SymlinkAt, name, At.CurrentFolder, plan.Text(link));
            }
        }

        if ((mount.Flags & Ms.ReadOnly) != 0)
        {
            plan.Calls.Step($"make {mount.Target} read-only")
                .Add(Nr.MountSetattr, 0, plan.Text(""), At.EmptyPath, plan.Attributes(MountAttribute.ReadOnly), sizeof(MountAttr)).From(0, top);
        }

        Target.Close(plan, top);
    }

    // Mounted anew, the hierarchy would show the groups of the whole host.
    private static void Bind(PlanWriter plan, MountPlan mount, CgroupView view, long name)
    {
        long* copy = plan.Memory.Slot();
        (ulong set, _) = MountAttribute.FromMountFlags(mount.Flags);
        BindSteps.Copy(plan.Calls, plan.Text(view.Folder), recursive: false, copy);
        plan.Calls.Add(Nr.MountSetattr, 0, plan.Text(""), At.EmptyPath, plan.Attributes(set), sizeof(MountAttr)).From(0, copy);
        plan.Calls.Add(Nr.MoveMount, 0, plan.Text(""), At.CurrentFolder, name, At.MoveFromEmptyPath).From(0, copy);
        Target.Close(plan, copy);
    }
}
