using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>The mounts below the root, in the order of the config.</summary>
internal static unsafe class MountSteps
{
    internal static void Write(PlanWriter plan, PreparedTrees trees)
    {
        for (int i = 0; i < plan.Config.Mounts.Count; i++)
        {
            MountPlan mount = plan.Config.Mounts[i];
            if (Target.Parts(mount.Target).Length == 0)
            {
                continue; // the root: RootSteps
            }

            switch (mount.Type)
            {
                case MountPlan.Bind or MountPlan.RecursiveBind:
                    BindSteps.Write(plan, mount, trees.Find(i));
                    break;
                case MountPlan.Shared:
                    BindSteps.Place(plan, mount, trees.Find(i));
                    break;
                case MountPlan.Cgroup:
                    CgroupSteps.Write(plan, mount);
                    break;
                case "sysfs" when plan.HasUserNamespace && !plan.HasNew(NamespaceKind.Network):
                    // The kernel shows a new sysfs only to the owner of the network namespace.
                    BindSteps.Write(plan, new MountPlan(MountPlan.RecursiveBind, "/sys", mount.Target) { Flags = mount.Flags, RecursiveFlags = true }, -1);
                    break;
                default:
                    FileSystem(plan, mount);
                    break;
            }

            if (mount.Type == "tmpfs" && Target.Parts(mount.Target) is ["dev"])
            {
                DeviceSteps.Write(plan);
            }
        }
    }

    private static void FileSystem(PlanWriter plan, MountPlan mount)
    {
        long* at = plan.Memory.Slot();
        plan.Calls.Step($"mount {mount.Type} on {mount.Target}");
        Target.Open(plan, mount.Target, at, mount.CreateTarget, links: !IsKernels(mount));
        plan.Calls.Add(Nr.Fchdir).From(0, at);
        plan.Calls.Add(
            Nr.Mount, plan.Text(mount.Source), plan.Text("."), plan.Text(mount.Type), mount.Flags, mount.Data.Length > 0 ? plan.Text(mount.Data) : 0);
        Target.Close(plan, at);
    }

    private static bool IsKernels(MountPlan mount) =>
        mount.Type is "proc" or "sysfs" or "devpts" or "mqueue" || Target.Parts(mount.Target)[0] == "dev";
}
