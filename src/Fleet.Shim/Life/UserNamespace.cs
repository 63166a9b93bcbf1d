using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>The privileged side of a container with its own user namespace, before the container exists.</summary>
internal static unsafe class UserNamespace
{
    /// <summary>Makes the trees; the caller closes their descriptors once the container's child has its copies.</summary>
    internal static PreparedTrees Prepare(ShimConfig config, string folder)
    {
        if (!config.Namespaces.Has(NamespaceKind.User) || config.UidMappings.Count == 0)
        {
            return new PreparedTrees();
        }

        OwnLayer.GiveToRootInside(config, folder);
        int userNs = OpenMapped(config.UidMappings, config.GidMappings);
        var trees = new PreparedTrees();
        try
        {
            for (int i = 0; i < config.Mounts.Count; i++)
            {
                if (TreeSteps.Concerns(config.Mounts[i]))
                {
                    trees.Reserve(i);
                }
            }

            RunHelper(config, folder, userNs, trees);
            return trees;
        }
        catch
        {
            trees.Close();
            throw;
        }
        finally
        {
            Raw.Close(userNs);
        }
    }

    // A namespace that only lends its maps: its one process ends at once.
    internal static int OpenMapped(IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        using var memory = new PlanMemory();
        var calls = new CallList(memory);
        calls.Step("wait for the maps").Gate(memory.Bytes(8), 1);
        using PreparedChild holder = PreparedChild.Clone(calls, CloneFlags.NewUser);
        try
        {
            Placement.WriteMaps(holder.Pid, uids, gids);
            return (int)Raw.Check(KernelFile.Open($"/proc/{holder.Pid}/ns/user", 0), "open the user namespace of", $"process {holder.Pid}");
        }
        finally
        {
            holder.Open([1]);
            Server.ProcessEnd.Await(holder.Pid);
        }
    }

    private static void RunHelper(ShimConfig config, string folder, int userNs, PreparedTrees trees)
    {
        using var memory = new PlanMemory();
        var plan = new PlanWriter(config, folder, memory);
        TreeSteps.Write(plan, userNs, trees);
        MountHelper.Run(plan.Calls, CloneFlags.NewNs, config.Id, static (words, errno) =>
            errno.Value == 22 && !words.StartsWith("mount", StringComparison.Ordinal)
                ? "its file system cannot be shown through a user namespace (id-mapped mounts); ext4, xfs, btrfs and newer tmpfs can. A bind with the option noidmap shows the host's owners instead"
                : StepCure.For(words, errno));
    }
}
