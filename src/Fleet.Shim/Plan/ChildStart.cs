using System.Text;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>The child's first steps: dies with the shim, enters its groups, waits for its limits, becomes root of its namespaces, names its host.</summary>
internal static unsafe class ChildStart
{
    private const int JoinSessionKeyring = 1, Enosys = 38, Edquot = 122;
    private const int PrSetPdeathsig = 1, PrSetDumpable = 4, Kill = 9;

    internal static void Write(PlanWriter plan, IReadOnlyList<(NamespaceKind Kind, int Fd)> joinedNamespaces, GroupDoors doors)
    {
        CallList calls = plan.Calls;
        TieToShim(calls);
        calls.Step("set the file mode mask").Add(Nr.Umask, 0);
        calls.Step("start a session").Add(Nr.Setsid);
        LeaveKeyring(calls);
        doors.Write(plan);
        calls.Step("wait for its limits").Gate(plan.Memory.Bytes(8), 1);
        if (plan.HasUserNamespace)
        {
            BecomeRoot(calls);
        }

        foreach ((NamespaceKind kind, int fd) in joinedNamespaces)
        {
            if (kind != NamespaceKind.Pid)
            {
                calls.Step($"join the {kind.ToString().ToLowerInvariant()} namespace").Add(Nr.Setns, fd, (long)NamespaceFlags.Of(kind));
            }
        }

        if (plan.HasNew(NamespaceKind.Cgroup))
        {
            // Only now: its root is the group in which the process is when it asks.
            calls.Step("make a cgroup namespace").Add(Nr.Unshare, (long)CloneFlags.NewCgroup);
        }

        NameHost(plan);
        if (plan.HasNew(NamespaceKind.Network))
        {
            Loopback.Raise(calls);
        }

        BindSteps.CopyPeers(plan);
        calls.Step("keep the container's mounts to itself")
            .Add(Nr.Mount, 0, plan.Text("/"), 0, Ms.Recursive | Ms.Private);
    }

    /// <summary>A container without its shim could not be known to anyone: it goes with it. A change of uid clears this, so it is repeated.</summary>
    internal static void TieToShim(CallList calls)
    {
        calls.Step("tie the process to its shim").Add(Nr.Prctl, PrSetPdeathsig, Kill);
        calls.Add(Nr.Prctl, PrSetDumpable, 0);
    }

    /// <summary>Keys of the agent's session are not the container's (keyctl(2)); a kernel without keys has none to hide.</summary>
    internal static void LeaveKeyring(CallList calls) =>
        calls.Step("leave the agent's session keyring").Add(Nr.Keyctl, JoinSessionKeyring, 0).Accept(Enosys, Edquot);

    /// <summary>uid 0 of its own user namespace; the parent has written the maps.</summary>
    internal static void BecomeRoot(CallList calls)
    {
        calls.Step("become root of the user namespace").Add(Nr.Setresgid, 0, 0, 0);
        calls.Add(Nr.Setgroups, 0, 0);
        calls.Add(Nr.Setresuid, 0, 0, 0);
        TieToShim(calls);
    }

    private static void NameHost(PlanWriter plan)
    {
        if (plan.Config.Hostname.Length > 0)
        {
            plan.Calls.Step($"set the host name {plan.Config.Hostname}")
                .Add(Nr.Sethostname, plan.Text(plan.Config.Hostname), Encoding.UTF8.GetByteCount(plan.Config.Hostname));
        }

        if (plan.Config.Domainname.Length > 0)
        {
            plan.Calls.Step($"set the domain name {plan.Config.Domainname}")
                .Add(Nr.Setdomainname, plan.Text(plan.Config.Domainname), Encoding.UTF8.GetByteCount(plan.Config.Domainname));
        }
    }
}
