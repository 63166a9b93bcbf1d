using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>Nodes and links in a fresh /dev. A user namespace may not make nodes: there the host's are bound.</summary>
internal static unsafe class DeviceSteps
{
    private const int Eexist = 17;

    private static readonly DevicePlan[] Standard =
    [
        new("/dev/null", 'c', 1, 3, 0x1b6, 0, 0), new("/dev/zero", 'c', 1, 5, 0x1b6, 0, 0), new("/dev/full", 'c', 1, 7, 0x1b6, 0, 0),
        new("/dev/random", 'c', 1, 8, 0x1b6, 0, 0), new("/dev/urandom", 'c', 1, 9, 0x1b6, 0, 0), new("/dev/tty", 'c', 5, 0, 0x1b6, 0, 0),
    ];

    private static readonly (string Name, string To)[] Links =
    [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ("core", "/proc/kcore"), ("ptmx", "pts/ptmx"),
    ];

    internal static void Write(PlanWriter plan)
    {
        long* dev = plan.Memory.Slot();
        plan.Calls.Step("fill /dev");
        Target.Open(plan, "/dev", dev, create: false, links: false);
        foreach ((string name, string to) in Links)
        {
            if (to.StartsWith("/proc/k", StringComparison.Ordinal) && !File.Exists(to))
            {
                continue; // a kernel without kcore
            }

            plan.Calls.Add(Nr.SymlinkAt, plan.Text(to), 0, plan.Text(name)).From(1, dev);
        }

        Target.Close(plan, dev);
        foreach (DevicePlan device in Standard)
        {
            Node(plan, device);
        }

        foreach (DevicePlan device in plan.Config.Devices)
        {
            Node(plan, device);
        }
    }

    private static void Node(PlanWriter plan, DevicePlan device)
    {
        if (plan.HasUserNamespace)
        {
            string host = device.HostPath.Length > 0 ? device.HostPath : device.Path;
            BindSteps.Write(plan, new MountPlan(MountPlan.Bind, host, device.Path), -1);
            return;
        }

        string[] parts = Target.Parts(device.Path);
        long* folder = plan.Memory.Slot();
        long name = plan.Text(parts[^1]);
        plan.Calls.Step($"make the device {device.Path}");
        Target.Open(plan, string.Join('/', parts[..^1]), folder, create: true, links: false);
        plan.Calls.Add(Nr.MknodAt, 0, name, Kind(device.Type) | device.Mode, Number(device.Major, device.Minor)).From(0, folder).Accept(Eexist);
        if (device.Uid != 0 || device.Gid != 0)
        {
            plan.Calls.Add(Nr.FchownAt, 0, name, device.Uid, device.Gid, At.SymlinkNoFollow).From(0, folder);
        }

        Target.Close(plan, folder);
    }

    /// <summary>The kernel's own packing of a device number (new_encode_dev).</summary>
    internal static uint Number(uint major, uint minor) => (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);

    private static uint Kind(char type) => type switch
    {
        'b' => 0x6000,
        'p' => 0x1000,
        _ => 0x2000,
    };
}
