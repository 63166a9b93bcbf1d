using System.Globalization;

namespace Fleet.Linux.Machine.Checks;

/// <summary>Where images, containers and the journal lie.</summary>
internal static class StorageChecks
{
    private const string Group = "storage";
    private const long Mebi = 1 << 20;

    /// <summary>Numbers of linux/magic.h and of the file systems outside it. Upper: overlay takes it as the layer to write on.</summary>
    private static readonly (long Type, string Name, bool Upper)[] Kinds =
    [
        (0xEF53, "ext4", true), (0x58465342, "xfs", true), (0x9123683E, "btrfs", true), (0x01021994, "tmpfs", true), (0xF2F52010, "f2fs", true),
        (0x2FC12FC1, "zfs", true), (0x794C7630, "overlay", false), (0x6969, "nfs", false), (0x65735546, "fuse", false), (0x01021997, "9p", false),
        (0xFF534D42, "cifs", false), (0x4D44, "vfat", false),
    ];

    public static IEnumerable<MachineCheck> Of(StorageReadings read)
    {
        if (read.Type == 0)
        {
            yield return MachineCheck.Judge(Group, "state folder", CheckState.Unknown, $"{read.Folder} cannot be opened", "images, containers, journal", "run it as root to see");
            yield break;
        }

        var kind = Kinds.FirstOrDefault(kind => kind.Type == read.Type);
        yield return MachineCheck.Judge(
            Group, "file system", kind.Name is null ? CheckState.Limited : !kind.Upper ? CheckState.Missing : kind.Name == "tmpfs" ? CheckState.Limited : CheckState.Ok,
            $"{kind.Name ?? $"0x{read.Type:x}"} at {read.Folder}", "overlayfs writes containers' files on it, and state must outlast a reboot",
            "put the state folder on ext4 or xfs (--root, or a mount at /var/lib/fleet; in a container: a volume)", needed: true);
        yield return MachineCheck.Judge(
            Group, "d_type", read.TellsKinds switch { true => CheckState.Ok, false => CheckState.Missing, null => CheckState.Unknown },
            read.TellsKinds switch { true => "listings tell kinds", false => "listings do not tell kinds", null => "nothing to tell by" },
            "overlayfs needs it to hide removed files", read.TellsKinds is null ? "look again once the agent has run" : "xfs must be made with -n ftype=1; or use ext4", needed: true);
        yield return Room("disk space", read.Bytes, read.BytesFree, 1024 * Mebi, 64 * Mebi, free => $"{free / Mebi} of {read.Bytes / Mebi} MiB free");
        yield return read.Inodes == 0
            ? MachineCheck.Judge(Group, "inodes", CheckState.Ok, "made as needed", "each unpacked file takes one", "")
            : Room("inodes", read.Inodes, read.InodesFree, 50_000, 1_000, free => $"{free} of {read.Inodes} free");
    }

    // Ten percent or the amount that an image or two takes, whichever is less.
    private static MachineCheck Room(string name, long all, long free, long enough, long least, Func<long, string> words) => MachineCheck.Judge(
        Group, name, free < least ? CheckState.Missing : free < Math.Max(least, Math.Min(enough, all / 10)) ? CheckState.Limited : CheckState.Ok,
        string.Create(CultureInfo.InvariantCulture, $"{words(free)}"), "images, writable layers, logs", "fleet image rm what is not used, remove ended containers (fleet rm), or enlarge the disk", needed: true);
}
