using System.Runtime.InteropServices;
using Fleet.Linux.Files;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Machine.Checks;

/// <summary>
/// Tries calls with arguments that no kernel takes: one that knows the call says EINVAL, EBADF or EFAULT, one that does not
/// says ENOSYS (and a container's seccomp filter mostly EPERM). Namespaces are made for a thread that ends at once.
/// </summary>
internal static unsafe class KernelProbes
{
    private const int GetActionAvailable = 2, Unshared = 0x200;     // SECCOMP_GET_ACTION_AVAIL, CLONE_FS
    private const uint KillProcess = 0x80000000;                    // SECCOMP_RET_KILL_PROCESS
    private static readonly int Bpf = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;

    internal static readonly (string Name, int Flag)[] Namespaces =
    [
        ("mnt", 0x00020000), ("cgroup", 0x02000000), ("uts", 0x04000000), ("ipc", 0x08000000), ("pid", 0x20000000), ("net", 0x40000000),
    ];

    public static IReadOnlyDictionary<string, int> Run()
    {
        uint action = KillProcess;
        var answers = new Dictionary<string, int>
        {
            ["clone3"] = ErrorOf(Raw.Call(Nr.Clone3, 0, 0)),
            ["openat2"] = ErrorOf(Raw.Call(Nr.OpenAt2, -1, 0, 0, 0)),
            ["pidfd_open"] = ErrorOf(Raw.Call(Nr.PidfdOpen, -1, 0)),
            ["pidfd_send_signal"] = ErrorOf(Raw.Call(Nr.PidfdSendSignal, -1, 0, 0, 0)),
            ["mount_setattr"] = ErrorOf(Raw.Call(Nr.MountSetattr, -1, 0, 0, 0, 0)),
            ["open_tree"] = ErrorOf(Raw.Call(Nr.OpenTree, -1, 0, -1)),
            ["move_mount"] = ErrorOf(Raw.Call(Nr.MoveMount, -1, 0, -1, 0, -1)),
            ["fsopen"] = ErrorOf(Raw.Call(Nr.Fsopen, 0, -1)),
            ["close_range"] = ErrorOf(Raw.Call(Nr.CloseRange, 1, 0, 0)),
            ["bpf"] = ErrorOf(Raw.Call(Bpf, int.MaxValue, 0, 0)),
            ["seccomp"] = ErrorOf(Raw.Call(Nr.Seccomp, GetActionAvailable, 0, (long)&action)),
            ["overlay"] = Overlay(null),
            ["lowerdir+"] = Overlay("lowerdir+"),
        };
        foreach (var (name, flag) in Namespaces)
        {
            answers["ns/" + name] = OnThread(() => ErrorOf(Raw.CallWaiting(Nr.Unshare, flag | Unshared)));
        }

        return answers;
    }

    // A context is only a description of a mount: nothing is mounted.
    private static int Overlay(string? key)
    {
        fixed (byte* name = "overlay\0"u8, option = "lowerdir+\0"u8, value = "/\0"u8)
        {
            long context = Raw.CallWaiting(Nr.Fsopen, (long)name, 1);
            if (context < 0 || key is null)
            {
                Raw.Close((int)context);
                return ErrorOf(context);
            }

            int error = ErrorOf(Raw.CallWaiting(Nr.Fsconfig, context, 1, (long)option, (long)value, 0));
            Raw.Close((int)context);
            return error;
        }
    }

    private static int ErrorOf(long result) => result < 0 ? (int)-result : 0;

    private static int OnThread(Func<int> work)
    {
        int answer = 0;
        var thread = new Thread(() => answer = work()) { IsBackground = true, Name = "probe" };
        thread.Start();
        thread.Join();
        return answer;
    }
}
