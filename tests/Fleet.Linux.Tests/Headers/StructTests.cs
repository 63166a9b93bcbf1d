using System.Runtime.InteropServices;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Linux.Security;

namespace Fleet.Linux.Tests.Headers;

/// <summary>Layouts and constants against this machine's headers.</summary>
public class StructTests
{
    private static void Holds(string[] includes, params (string Expression, long Value)[] expected)
    {
        Skip.IfNot(CHeaders.Available, CHeaders.Missing);
        Dictionary<string, long> values = CHeaders.Evaluate(includes, expected.Select(static pair => pair.Expression));
        foreach ((string expression, long value) in expected)
        {
            Assert.Equal((expression, values[expression]), (expression, value));
        }
    }

    private static (string, long) Size<T>(string c) => ($"sizeof(struct {c})", Marshal.SizeOf<T>());

    private static (string, long) Offset<T>(string c, string member, string field) => ($"offsetof(struct {c}, {member})", (long)Marshal.OffsetOf<T>(field));

    [SkippableFact]
    public void Clone_arguments() => Holds(
        ["linux/types.h", "linux/sched.h"],
        Size<CloneArgs>("clone_args"),
        Offset<CloneArgs>("clone_args", "pidfd", nameof(CloneArgs.PidFd)),
        Offset<CloneArgs>("clone_args", "exit_signal", nameof(CloneArgs.ExitSignal)),
        Offset<CloneArgs>("clone_args", "cgroup", nameof(CloneArgs.Cgroup)),
        ("CLONE_NEWNS", (long)CloneFlags.NewNs),
        ("CLONE_NEWUTS", (long)CloneFlags.NewUts),
        ("CLONE_NEWIPC", (long)CloneFlags.NewIpc),
        ("CLONE_NEWPID", (long)CloneFlags.NewPid),
        ("CLONE_NEWNET", (long)CloneFlags.NewNet),
        ("CLONE_NEWUSER", (long)CloneFlags.NewUser),
        ("CLONE_NEWCGROUP", (long)CloneFlags.NewCgroup),
        ("CLONE_PIDFD", (long)CloneFlags.PidFd),
        ("CLONE_FILES", (long)CloneFlags.Files),
        ("CLONE_INTO_CGROUP", (long)CloneFlags.IntoCgroup));

    [SkippableFact]
    public void Mount_attributes_and_open_how() => Holds(
        ["linux/types.h", "linux/mount.h", "linux/openat2.h", "linux/fcntl.h"],
        Size<MountAttr>("mount_attr"),
        Offset<MountAttr>("mount_attr", "attr_clr", nameof(MountAttr.Clear)),
        Offset<MountAttr>("mount_attr", "propagation", nameof(MountAttr.Propagation)),
        Offset<MountAttr>("mount_attr", "userns_fd", nameof(MountAttr.UserNsFd)),
        Size<OpenHow>("open_how"),
        Offset<OpenHow>("open_how", "resolve", nameof(OpenHow.Resolve)),
        ("MOUNT_ATTR_IDMAP", (long)MountAttribute.IdMap),
        ("MOUNT_ATTR_RDONLY", (long)MountAttribute.ReadOnly),
        ("MOUNT_ATTR_NOEXEC", (long)MountAttribute.NoExec),
        ("MOUNT_ATTR_NODIRATIME", (long)MountAttribute.NoDirAtime),
        ("MOUNT_ATTR_NOSYMFOLLOW", (long)MountAttribute.NoSymFollow),
        ("MOUNT_ATTR__ATIME", (long)MountAttribute.AtimeMask),
        ("MOVE_MOUNT_F_EMPTY_PATH", At.MoveFromEmptyPath),
        ("MOVE_MOUNT_T_EMPTY_PATH", At.MoveToEmptyPath),
        ("OPEN_TREE_CLONE", At.OpenTreeClone),
        ("OPEN_TREE_CLOEXEC", At.OpenTreeCloseOnExec),
        ("AT_RECURSIVE", At.Recursive),
        ("AT_EMPTY_PATH", At.EmptyPath),
        ("AT_FDCWD", At.CurrentFolder),
        ("RESOLVE_IN_ROOT", (long)Resolving.InRoot),
        ("RESOLVE_NO_SYMLINKS", (long)Resolving.NoSymlinks),
        ("RESOLVE_NO_MAGICLINKS", (long)Resolving.NoMagicLinks));

    [SkippableFact]
    public void Old_mount_flags_and_the_flags_of_open() => Holds(
        ["sys/mount.h", "fcntl.h"],
        ("MS_RDONLY", Ms.ReadOnly),
        ("MS_REC", Ms.Recursive),
        ("MS_PRIVATE", Ms.Private),
        ("MS_SLAVE", Ms.Slave),
        ("MS_RELATIME", Ms.RelAtime),
        ("MS_STRICTATIME", Ms.StrictAtime),
        ("MS_NODIRATIME", Ms.NoDirAtime),
        ("MNT_DETACH", At.Detach),
        ("O_PATH", (long)Resolving.PathOnly),
        ("O_CLOEXEC", (long)Resolving.CloseOnExec));

    [SkippableFact]
    public unsafe void Seccomp_and_capabilities() => Holds(
        ["linux/seccomp.h", "linux/filter.h", "linux/audit.h", "linux/capability.h"],
        ("sizeof(struct sock_filter)", SeccompProgram.InstructionSize),
        ("sizeof(struct sock_fprog)", sizeof(SeccompProgram.Head)),
        ("offsetof(struct sock_fprog, filter)", (long)Marshal.OffsetOf<SeccompProgram.Head>(nameof(SeccompProgram.Head.Instructions))),
        ("BPF_MAXINSNS", SeccompProgram.MostInstructions),
        ("offsetof(struct seccomp_data, arch)", 4),
        ("offsetof(struct seccomp_data, args)", 16),
        ("SECCOMP_RET_ALLOW", Verdict.Allowed.Action),
        ("SECCOMP_RET_ERRNO | 1", Verdict.Refused.Action),
        ("AUDIT_ARCH_X86_64", 0xc000_003e),
        ("AUDIT_ARCH_I386", 0x4000_0003),
        ("AUDIT_ARCH_AARCH64", 0xc000_00b7),
        ("BPF_LD | BPF_W | BPF_ABS", 0x20),
        ("BPF_JMP | BPF_JGE | BPF_K", 0x35),
        ("sizeof(struct __user_cap_data_struct)", 12),
        ("_LINUX_CAPABILITY_VERSION_3", 0x20080522),
        ("CAP_SYS_ADMIN", Number("SYS_ADMIN")),
        ("CAP_SETFCAP", Number("cap_setfcap")),
        ("CAP_CHECKPOINT_RESTORE", Number("CAP_CHECKPOINT_RESTORE")));

    [SkippableFact]
    public void What_is_read_by_offset() => Holds(
        ["signal.h", "sys/stat.h", "sys/vfs.h", "net/if.h", "sys/ioctl.h", "sys/prctl.h", "poll.h", "termios.h"],
        ("offsetof(siginfo_t, si_code)", 8),
        ("offsetof(siginfo_t, si_status)", 24),
        ("sizeof(siginfo_t)", 128),
        ("offsetof(struct statx, stx_mode)", 28),
        ("offsetof(struct statx, stx_uid)", 20),
        ("offsetof(struct statx, stx_gid)", 24),
        ("offsetof(struct statfs, f_flags)", 80),
        ("sizeof(struct ifreq)", Loopback.RequestSize),
        ("offsetof(struct ifreq, ifr_flags)", Loopback.FlagsOffset),
        ("sizeof(struct pollfd)", 8),
        ("sizeof(struct winsize)", 8),
        ("TIOCSPTLCK", 0x40045431),
        ("TIOCGPTPEER", 0x5441),
        ("TIOCSCTTY", 0x540e),
        ("TIOCSWINSZ", 0x5414),
        ("TIOCSPGRP", 0x5410),
        ("PR_SET_CHILD_SUBREAPER", 36),
        ("PR_SET_NO_NEW_PRIVS", 38),
        ("PR_CAP_AMBIENT", 47),
        ("PR_CAPBSET_DROP", 24));

    private static long Number(string name)
    {
        Assert.True(Capability.TryParse(name, out int number));
        return number;
    }
}
