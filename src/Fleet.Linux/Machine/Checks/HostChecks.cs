namespace Fleet.Linux.Machine.Checks;

/// <summary>Settings and devices of the host that containers meet.</summary>
internal static class HostChecks
{
    private const string Group = "host", LoopControl = "/dev/loop-control";
    private static readonly DateTimeOffset Earliest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<string> Paths => [LoopControl];

    public static IEnumerable<MachineCheck> Of(MachineReadings read)
    {
        yield return AtLeast(read, "fs.inotify.max_user_instances", 512, "programs in containers that watch files share it, by user");
        yield return AtLeast(read, "fs.inotify.max_user_watches", 65536, "programs in containers that watch files share it, by user");
        string? forward = read.File("/proc/sys/net/ipv4/ip_forward");
        yield return MachineCheck.Judge(
            Group, "ip_forward", forward switch { "1" => CheckState.Ok, null => CheckState.Unknown, _ => CheckState.Limited },
            forward ?? "not to be read", "lets a lab's nodes reach other machines", "sysctl -w net.ipv4.ip_forward=1");
        bool loop = read.Existing.Contains(LoopControl);
        yield return MachineCheck.Judge(
            Group, "loop devices", loop ? CheckState.Ok : CheckState.Limited, loop ? LoopControl : $"no {LoopControl}",
            "file systems of a fixed size for state and volumes", "modprobe loop");
        bool past = read.Now < Earliest;
        bool back = read.Storage.Modified is { } modified && read.Now < modified - TimeSpan.FromMinutes(1);
        yield return MachineCheck.Judge(
            Group, "clock", past || back ? CheckState.Limited : CheckState.Ok, read.Now.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            "times of logs and events; registries' certificates",
            back ? "the state folder was written later than now: the clock was set back; set it right (timedatectl set-ntp true)" : "set the clock (timedatectl set-ntp true)");
    }

    private static MachineCheck AtLeast(MachineReadings read, string key, long enough, string meaning)
    {
        long? value = read.Number("/proc/sys/" + key.Replace('.', '/'));
        return MachineCheck.Judge(
            Group, key, value is null ? CheckState.Unknown : value >= enough ? CheckState.Ok : CheckState.Limited,
            value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not to be read", meaning, $"sysctl -w {key}={enough} (and a file in /etc/sysctl.d)");
    }
}
