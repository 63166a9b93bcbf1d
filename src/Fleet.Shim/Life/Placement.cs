using System.Globalization;
using System.Text;
using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>What the shim does to a child that waits at its first gate: cgroups, id maps, limits. It is done from outside, with the host's privileges.</summary>
internal static unsafe class Placement
{
    private const int Eperm = 1;

    internal static void Place(PreparedChild child, ShimConfig config, ProcessPlan process)
    {
        if (!config.Cgroup.Unified)
        {
            Enter(config.Cgroup.Folders, child.Pid);
        }

        Limit(child, process);
    }

    /// <summary>What its process is limited to beside its groups.</summary>
    internal static void Limit(PreparedChild child, ProcessPlan process)
    {
        LimitResources(child.Pid, process);
        int score = process.OomScoreAdjust ?? Start.InheritedOomScore;
        long written = KernelFile.TryWrite($"/proc/{child.Pid}/oom_score_adj", score.ToString(CultureInfo.InvariantCulture));
        Raw.Check(written, "set the OOM score", $"to {score}", OomCure(score));
    }

    internal static void WriteMaps(int pid, IReadOnlyList<IdMapping> uids, IReadOnlyList<IdMapping> gids)
    {
        Write($"/proc/{pid}/uid_map", Lines(uids), "the ranges must not overlap, and the kernel takes at most 340 of them");
        Write($"/proc/{pid}/gid_map", Lines(gids), "the ranges must not overlap, and the kernel takes at most 340 of them");
    }

    /// <summary>Writes the process into each hierarchy's group (version 1).</summary>
    internal static void Enter(IReadOnlyList<string> folders, int pid)
    {
        foreach (string folder in folders)
        {
            Write($"{folder}/cgroup.procs", pid.ToString(CultureInfo.InvariantCulture), "the group must exist; in cpuset its cpus and mems must be set");
        }
    }

    /// <summary>
    /// The shim's own leaf in the v2 hierarchy of a mixed machine, which may have been removed while nobody was in it. Nothing is limited
    /// there, so a failure is no reason to end a container.
    /// </summary>
    internal static void EnterLate(IReadOnlyList<string> folders)
    {
        foreach (string folder in folders)
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(folder + '\0'))
            {
                Raw.Call(Nr.MkdirAt, -100 /* AT_FDCWD */, (long)name, 0x1ed /* 0755 */);
            }

            KernelFile.TryWrite($"{folder}/cgroup.procs", "0");
        }
    }

    /// <summary>For <c>CLONE_INTO_CGROUP</c>: the group's folder, or -1 where that is not the way.</summary>
    internal static int OpenUnified(CgroupPlan plan) =>
        plan is { Unified: true, Folders: [string folder, ..] }
            ? (int)Raw.Check(KernelFile.Open(folder, (int)Resolving.PathOnly), "open the cgroup", folder)
            : -1;

    private static void LimitResources(int pid, ProcessPlan process)
    {
        ulong* limit = stackalloc ulong[2];
        foreach (RlimitPlan plan in process.Rlimits)
        {
            limit[0] = plan.Soft;
            limit[1] = plan.Hard;
            long result = Raw.Call(Nr.Prlimit64, pid, plan.Resource, (long)limit, 0);
            if (result < 0)
            {
                Raw.Call(Nr.Prlimit64, pid, plan.Resource, 0, (long)limit);
                Raw.Check(result, "set the resource limit of", $"{RlimitNames.Of(plan.Resource)} to {Amount(plan.Soft)}:{Amount(plan.Hard)}", RlimitCure(plan, (int)-result, limit[1]));
            }
        }
    }

    private static string RlimitCure(RlimitPlan plan, int errno, ulong own) => errno == Eperm
        ? $"the agent's own hard limit is {Amount(own)}, and going above it takes CAP_SYS_RESOURCE: ask for at most that, or start the agent with a higher one"
        : plan.Soft > plan.Hard ? "the soft limit must not be above the hard one" : "the kernel does not take this value (see getrlimit(2))";

    private static string OomCure(int score) => score is < -1000 or > 1000
        ? "the number is between -1000 and 1000"
        : $"the agent's own is {Start.InheritedOomScore}, and going below it takes CAP_SYS_RESOURCE: ask for at least that, or give the agent the capability";

    private static string Amount(ulong value) => value == ulong.MaxValue ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);

    private static string Lines(IReadOnlyList<IdMapping> maps)
    {
        var text = new StringBuilder();
        foreach (IdMapping map in maps)
        {
            text.Append(CultureInfo.InvariantCulture, $"{map.Inside} {map.Outside} {map.Count}\n");
        }

        return text.ToString();
    }

    private static void Write(string path, string text, string cure)
    {
        long result = KernelFile.TryWrite(path, text);
        if (result < 0)
        {
            throw new KernelException("write", $"{path} ({text.Trim().Replace('\n', ';')})", new Errno((int)-result), cure);
        }
    }
}
