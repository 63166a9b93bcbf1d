using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>The container's first process, and those that exec adds.</summary>
internal static class ProcessPlans
{
    private const ushort DefaultUmask = 0x12;   // 0022

    public static ProcessPlan First(ContainerSetup setup)
    {
        ProcessSpec process = setup.Spec.Process!;
        CapabilityPlan capabilities = CapabilityPlans.Of(process.Capabilities);
        IReadOnlyList<string> env = setup.Result ? [.. process.Env, $"FLEET_RESULT={ResultFiles.PathInside}"] : process.Env;
        return new ProcessPlan
        {
            Args = process.Args,
            Env = Environments.Merge(env, []),
            WorkingDirectory = process.Cwd,
            User = UserOf(setup),
            AdditionalGroups = process.User.AdditionalGids,
            NamedGroups = process.User.AdditionalGroups,
            Umask = (ushort?)process.User.Umask ?? DefaultUmask,
            Terminal = process.Terminal,
            Rows = (ushort)(process.ConsoleSize?.Height ?? 0),
            Columns = (ushort)(process.ConsoleSize?.Width ?? 0),
            OpenStdin = setup.OpenStdin,
            StdinOnce = setup.StdinOnce,
            Capabilities = capabilities,
            UnprivilegedCapabilities = CapabilityPlans.Unprivileged(capabilities),
            NoNewPrivileges = process.NoNewPrivileges,
            Rlimits = ResourceLimits.Of(process.Rlimits),
            OomScoreAdjust = process.OomScoreAdj,
        };
    }

    /// <summary>What exec does not say, it has from the container; the security settings always.</summary>
    public static ProcessPlan Exec(ProcessPlan container, ExecSetup setup) => container with
    {
        Args = setup.Args,
        Env = Environments.Merge(container.Env, setup.Env),
        WorkingDirectory = setup.WorkingDirectory ?? container.WorkingDirectory,
        User = setup.User ?? container.User,
        Terminal = setup.Terminal is not null,
        Rows = (ushort)(setup.Terminal?.Height ?? 0),
        Columns = (ushort)(setup.Terminal?.Width ?? 0),
        OpenStdin = setup.OpenStdin,
        StdinOnce = true,
    };

    private static string UserOf(ContainerSetup setup)
    {
        UserSpec user = setup.Spec.Process!.User;
        return setup.User.Length > 0 ? setup.User
            : user.Username is { Length: > 0 } name ? name
            : user.Uid == 0 && user.Gid == 0 ? ""
            : $"{user.Uid}:{user.Gid}";
    }
}
