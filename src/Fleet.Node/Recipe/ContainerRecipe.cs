using System.Globalization;
using Fleet.Containers.Spec;
using Fleet.Containers;
using Fleet.Images.Snapshots;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>From what the user, the image and the scheduler say to what the runtime is told. Touches nothing.</summary>
internal static class ContainerRecipe
{
    /// <exception cref="EngineException">Invalid: the spec makes no sense, or the image has no command.</exception>
    public static ContainerSetup Make(RecipeInput input, SnapshotMounts root)
    {
        var record = input.Record;
        var spec = record.Spec;
        string hostname = Hostname.Of(record, input.RecordOf);
        var devices = DevicesOf.Container(spec, input);
        return new ContainerSetup
        {
            Id = record.Id.ToString(),
            Spec = Runtime(input, hostname, devices.Nodes),
            RootMounts = [.. root.Mounts.Select(mount =>
                new RootMount(mount.Type, mount.Source, mount.Target, mount.Options, mount.WorkingFolder))],
            User = spec.User ?? input.Image.Config.User,
            Cgroup = new CgroupPlace(JobGroupName.Of(record.Assignment), record.Id.ToString()),
            Limits = LimitsOf.Group(spec.Limits, devices.Rules, input.DeviceAt),
            Log = new LogLimits(
                spec.LogMaxBytes > 0 ? spec.LogMaxBytes : input.Logs.MaxBytes, spec.LogMaxFiles > 0 ? spec.LogMaxFiles : input.Logs.MaxFiles)
            {
                Kept = !spec.NoLog,
            },
            Init = spec.Init,
            OpenStdin = spec.OpenStdin,
            StopAfterSilence = record.Assignment is null ? null : record.Disconnect.StopOnClientAfter,
            StopSignal = StopSignal.Of(spec, input.Image.Config),
            StopGrace = spec.StopGracePeriod,
            HostnameContent = hostname,
            EtcOf = input.Joined.EtcOf,
            HostsContent = NameFiles.Hosts(input, hostname),
            ResolvContent = NameFiles.Resolv(spec.Dns, input.ResolvContent),
            Result = record.Assignment is not null,
        };
    }

    private static RuntimeSpec Runtime(RecipeInput input, string hostname, IReadOnlyList<DeviceSpec> devices)
    {
        var spec = input.Record.Spec;
        var args = CommandLine.Of(spec, input.Image.Config);
        var standard = RuntimeSpecDefaults.Create(args);
        return standard with
        {
            // In another's UTS namespace it would be the other's name.
            Hostname = spec.Namespaces.Uts.Origin == NamespaceOrigin.Own ? hostname : null,
            Domainname = spec.Namespaces.Uts.Origin == NamespaceOrigin.Own ? spec.Domainname : null,
            Root = new RootSpec { Readonly = spec.ReadOnlyRootfs },
            Mounts = SharedMounts.Apply(MountsOf.Container(input), input),
            Process = standard.Process! with
            {
                Env = EnvironmentOf.Container(input, hostname),
                Cwd = WorkingDirectory(spec, input.Image.Config.WorkingDir),
                Terminal = spec.Terminal,
                ConsoleSize = input.TerminalSize is { } size ? new ConsoleSize(size.Rows, size.Columns) : null,
                Capabilities = CapabilitiesOf.Container(spec, input.Capabilities),
                NoNewPrivileges = spec.NoNewPrivileges,
                OomScoreAdj = spec.OomScoreAdjust,
                Rlimits = LimitsOf.Process(spec.Ulimits),
                User = Groups(spec),
            },
            Linux = Confinement.Of(spec, NamespacesOf.Container(standard.Linux, input)) with
            {
                Devices = [.. standard.Linux.Devices, .. devices],
                Sysctl = spec.Sysctls,
            },
        };
    }

    private static string WorkingDirectory(ContainerSpec spec, string ofImage) =>
        VolumePlan.Clean(spec.WorkingDirectory ?? ofImage);

    private static UserSpec Groups(ContainerSpec spec)
    {
        var numbers = spec.AdditionalGroups.ToLookup(group => uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return new UserSpec
        {
            AdditionalGids = [.. numbers[true].Select(group => uint.Parse(group, CultureInfo.InvariantCulture))],
            AdditionalGroups = [.. numbers[false]],
        };
    }
}
