using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Linux.Security;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;
using Fleet.Shim.Streams;

namespace Fleet.Shim.Plan;

/// <summary>The way of a process that joins a running container.</summary>
internal sealed unsafe class JoinPlan : IDisposable
{
    private JoinPlan(CallList calls, Identity* identity, int stands, Range tries)
    {
        Calls = calls;
        Identity = identity;
        Stands = stands;
        Tries = tries;
    }

    internal CallList Calls { get; }

    internal Identity* Identity { get; }

    internal int Stands { get; }

    internal Range Tries { get; }

    internal static JoinPlan Write(ShimConfig config, int initPidFd, ProcessPlan process, ChildStreams streams)
    {
        var memory = new PlanMemory();
        var calls = new CallList(memory);
        var identity = (Identity*)memory.Bytes(sizeof(Identity));
        bool userNamespace = config.Namespaces.Has(NamespaceKind.User);

        ChildStart.TieToShim(calls);
        calls.Step("start a session").Add(Nr.Setsid);
        ChildStart.LeaveKeyring(calls);
        calls.Step("wait to be placed in its cgroup").Gate(memory.Bytes(8), 1);
        calls.Step("join the container's namespaces").Add(Nr.Setns, initPidFd, (long)Joined(config));
        if (userNamespace)
        {
            ChildStart.BecomeRoot(calls);
        }

        WorkFolderSteps.Write(calls, process.WorkingDirectory, create: false);
        streams.Write(calls, joins: true);
        int stands = calls.Report("everything stands");
        calls.Gate((byte*)identity, sizeof(Identity));
        calls.ResetSignals();
        IdentitySteps.Write(calls, process, identity, config.Seccomp, userNamespace ? Capability.All : Capability.OwnPermitted());
        Range tries = ExecuteSteps.Write(calls, process, identity->Home);
        return new JoinPlan(calls, identity, stands, tries);
    }

    public void Dispose() => Calls.Memory.Dispose();

    // The clone is in the PID namespace already, and in a new time namespace as all of the shim's children are. setns(2) takes the
    // user namespace first by itself.
    private static CloneFlags Joined(ShimConfig config)
    {
        CloneFlags flags = CloneFlags.None;
        foreach (NamespacePlan plan in config.Namespaces)
        {
            bool born = plan.Kind == NamespaceKind.Pid || plan is { Kind: NamespaceKind.Time, Path.Length: 0 };
            flags |= born ? CloneFlags.None : NamespaceFlags.Of(plan.Kind);
        }

        return flags;
    }
}
