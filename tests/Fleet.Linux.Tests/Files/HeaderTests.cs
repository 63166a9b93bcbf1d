using System.Diagnostics;
using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

/// <summary>Flags and offsets against this machine's C headers.</summary>
public class HeaderTests
{
    [SkippableFact]
    public void Flags_and_offsets_are_those_of_the_headers()
    {
        Skip.IfNot(File.Exists("/usr/bin/gcc"), "needs gcc and the headers (apt install gcc libc6-dev)");
        (string Expression, long Ours)[] facts =
        [
            ("O_CREAT", OpenFlags.Create), ("O_EXCL", OpenFlags.Exclusive), ("O_TRUNC", OpenFlags.Truncate), ("O_APPEND", OpenFlags.Append),
            ("O_NOCTTY", OpenFlags.NoTerminal), ("O_NONBLOCK", OpenFlags.NonBlocking), ("O_CLOEXEC", OpenFlags.CloseOnExec),
            ("O_PATH", OpenFlags.Path), ("O_DIRECTORY", OpenFlags.Folder), ("O_NOFOLLOW", OpenFlags.NoFollow),
            ("RESOLVE_NO_XDEV", (long)Resolve.NoMounts), ("RESOLVE_NO_MAGICLINKS", (long)Resolve.NoMagicLinks),
            ("RESOLVE_NO_SYMLINKS", (long)Resolve.NoSymlinks), ("RESOLVE_BENEATH", (long)Resolve.Beneath), ("RESOLVE_IN_ROOT", (long)Resolve.InRoot),
            ("S_IFIFO", (long)FileKind.Fifo), ("S_IFCHR", (long)FileKind.CharacterDevice), ("S_IFDIR", (long)FileKind.Folder),
            ("S_IFBLK", (long)FileKind.BlockDevice), ("S_IFREG", (long)FileKind.Regular), ("S_IFLNK", (long)FileKind.Symlink), ("S_IFSOCK", (long)FileKind.Socket),
            ("offsetof(struct statx, stx_nlink)", 16), ("offsetof(struct statx, stx_uid)", 20), ("offsetof(struct statx, stx_gid)", 24),
            ("offsetof(struct statx, stx_mode)", 28), ("offsetof(struct statx, stx_ino)", 32), ("offsetof(struct statx, stx_size)", 40),
            ("offsetof(struct statx, stx_blocks)", 48), ("offsetof(struct statx, stx_mtime)", 112), ("offsetof(struct statx, stx_rdev_major)", 128),
            ("offsetof(struct statx, stx_dev_major)", 136), ("sizeof(struct statx)", 256),
            ("FICLONE", 0x40049409), ("AT_SYMLINK_NOFOLLOW", 0x100), ("AT_REMOVEDIR", 0x200), ("AT_EMPTY_PATH", 0x1000), ("SEEK_DATA", 3), ("SEEK_HOLE", 4),
            ("MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV", 7), ("FSCONFIG_SET_STRING", 1), ("FSCONFIG_CMD_CREATE", 6), ("OPEN_TREE_CLONE", 1),
        ];
        using var s = new Scratch();
        File.WriteAllText(s["c.c"], "#define _GNU_SOURCE\n#include <fcntl.h>\n#include <stddef.h>\n#include <stdio.h>\n#include <unistd.h>\n#include <sys/stat.h>\n"
            + "#include <sys/ioctl.h>\n#include <linux/openat2.h>\n#include <linux/fs.h>\n#include <linux/mount.h>\nint main(){\n"
            + string.Concat(facts.Select(f => $"printf(\"%lld\\n\", (long long)({f.Expression}));\n")) + "}\n");
        Run("gcc", "-o", s["c"], s["c.c"]);
        string[] theirs = Run(s["c"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(facts.Select(f => $"{f.Expression} = {f.Ours}"), facts.Zip(theirs, (f, t) => $"{f.Expression} = {t}"));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return output;
    }
}
