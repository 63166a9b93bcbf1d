using Fleet.Linux.Processes;
using Fleet.Linux.Security;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;
using Fleet.Shim.Streams;

namespace Fleet.Shim.Plan;

/// <summary>The whole way of a container's first process, as a list of calls. Read <see cref="Write"/> as its table of contents.</summary>
internal sealed unsafe class ContainerPlan : IDisposable
{
    private ContainerPlan(CallList calls, Identity* identity, int stands, Range tries)
    {
        Calls = calls;
        Identity = identity;
        Stands = stands;
        Tries = tries;
    }

    internal CallList Calls { get; }

    /// <summary>Where the child will find who it is.</summary>
    internal Identity* Identity { get; }

    /// <summary>The step that the child reports when everything stands.</summary>
    internal int Stands { get; }

    /// <summary>The steps of execve.</summary>
    internal Range Tries { get; }

    internal static ContainerPlan Write(ShimConfig config, string folder, ChildStreams streams, IReadOnlyList<(NamespaceKind Kind, int Fd)> joinedNamespaces, PreparedTrees trees, GroupDoors doors)
    {
        var memory = new PlanMemory();
        var plan = new PlanWriter(config, folder, memory);
        var identity = (Identity*)memory.Bytes(sizeof(Identity));

        ChildStart.Write(plan, joinedNamespaces, doors);
        RootSteps.Mount(plan, trees);
        MountSteps.Write(plan, trees);
        RootSteps.Pivot(plan);
        ProtectSteps.Write(plan);
        WorkFolderSteps.Write(plan.Calls, config.Process.WorkingDirectory, create: true);
        RootSteps.MakeReadOnly(plan);
        streams.Write(plan.Calls, joins: false);
        int stands = plan.Calls.Report("everything stands");
        plan.Calls.Gate((byte*)identity, sizeof(Identity));
        plan.Calls.ResetSignals();
        IdentitySteps.Write(plan.Calls, config.Process, identity, config.Seccomp, plan.HasUserNamespace ? Capability.All : Capability.OwnPermitted());
        if (config.Init)
        {
            plan.Calls.Step("stay as the first process");
            plan.Calls.StayAsInit(config.Process.Terminal);
        }

        Range tries = ExecuteSteps.Write(plan.Calls, config.Process, identity->Home);

        return new ContainerPlan(plan.Calls, identity, stands, tries);
    }

    public void Dispose() => Calls.Memory.Dispose();
}
