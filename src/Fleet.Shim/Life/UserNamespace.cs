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
            return PreparedTrees.None;
        }

        OwnLayer.GiveToRootInside(config, folder);
        int userNs = OpenMapped(config);
        var trees = new PreparedTrees();
        try
        {
            for (int i = 0; i < config.Mounts.Count; i++)
            {
                if (TreeSteps.Concerns(config.Mounts[i]))
                {
                    trees.Add(i, (int)Raw.Check(Raw.Call(Nr.Fcntl, 0, 1030 /* F_DUPFD_CLOEXEC */, 3), "reserve a descriptor for", "a mount"));
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
    private static int OpenMapped(ShimConfig config)
    {
        using var memory = new PlanMemory();
        var calls = new CallList(memory);
        calls.Step("wait for the maps").Gate(memory.Bytes(8), 1);
        using PreparedChild holder = PreparedChild.Clone(calls, CloneFlags.NewUser);
        try
        {
            Placement.WriteMaps(holder.Pid, config);
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
        plan.Calls.Report("the mounts are prepared");
        // It shares our descriptors: what it opens at the reserved numbers is ours.
        using PreparedChild helper = PreparedChild.Clone(plan.Calls, CloneFlags.NewNs | CloneFlags.Files);
        helper.NextReport(out int step, out Errno errno);
        Server.ProcessEnd.Await(helper.Pid);
        if (errno.Value != 0)
        {
            string words = plan.Calls.WordsOf(step);
            throw new KernelException(words, $"of container {config.Id}", errno, errno.Value == 22 && !words.StartsWith("mount", StringComparison.Ordinal)
                ? "its file system cannot be shown through a user namespace (id-mapped mounts); ext4, xfs, btrfs and newer tmpfs can"
                : StepCure.For(words, errno));
        }
    }
}
