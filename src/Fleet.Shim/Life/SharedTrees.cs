using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>
/// Mounts taken over from another container's mount namespace. A mount is cloned only from the namespace one is in (open_tree(2)):
/// a helper goes there. What it finds is the other's to arrange, so no link is followed.
/// </summary>
internal static unsafe class SharedTrees
{
    internal static void Prepare(ShimConfig config, string folder, PreparedTrees trees)
    {
        for (int i = 0; i < config.Mounts.Count; i++)
        {
            if (config.Mounts[i].Type == MountPlan.Shared)
            {
                Fetch(config, folder, config.Mounts[i], trees.Reserve(i));
            }
        }
    }

    private static void Fetch(ShimConfig config, string folder, MountPlan mount, int number)
    {
        using var memory = new PlanMemory();
        var plan = new PlanWriter(config, folder, memory);
        CallList calls = plan.Calls;
        long* space = memory.Slot(), place = memory.Slot(), copy = memory.Slot();
        long empty = plan.Text("");
        ChildStart.TieToShim(calls);
        calls.Step("open the mount namespace that is shared from").Add(Nr.OpenAt, At.CurrentFolder, plan.Text(mount.Source), (long)Resolving.CloseOnExec).Into(space);
        calls.Step("enter the mount namespace that is shared from").Add(Nr.Setns, 0, (long)CloneFlags.NewNs).From(0, space);
        Target.Close(plan, space);
        calls.Step($"take over {mount.Target} of the other container")
            .Add(Nr.OpenAt2, At.CurrentFolder, plan.Text(mount.Target), plan.How(Resolving.NoSymlinks | Resolving.NoMagicLinks), sizeof(OpenHow)).Into(place);
        calls.Add(Nr.OpenTree, 0, empty, At.OpenTreeClone | At.OpenTreeCloseOnExec | At.EmptyPath).From(0, place).Into(copy);
        Target.Close(plan, place);
        calls.Add(Nr.Dup3, 0, number, 0x80000 /* O_CLOEXEC */).From(0, copy);
        Target.Close(plan, copy);
        MountHelper.Run(calls, CloneFlags.None, config.Id, static (words, errno) => errno.Value is 2 or 22
            ? "the other container has no such mount (it runs with --ipc none, or has unmounted it)" : StepCure.For(words, errno));
    }
}
