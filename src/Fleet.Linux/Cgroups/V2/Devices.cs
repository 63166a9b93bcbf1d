using System.Runtime.InteropServices;
using Fleet.Linux.Files;

namespace Fleet.Linux.Cgroups.V2;

/// <summary>Which devices may be opened or made: a program attached to the group.</summary>
internal static class Devices
{
    private const int OpenFolder = 0x80000 /* O_CLOEXEC */;

    public static void Apply(string folder, CgroupLimits limits)
    {
        if (limits.Devices is not { } rules)
        {
            return;
        }

        using OwnedFd group = new(KernelException.Check(Open(folder, OpenFolder), "open the cgroup", folder));
        IReadOnlyList<OwnedFd> old = Bpf.AttachedTo(group, folder);
        try
        {
            using OwnedFd program = Bpf.LoadDeviceProgram(DeviceProgram.Of(DeviceList.Of(rules)));

            // Several programs must all agree, so in between the group may do less, never more.
            Bpf.AttachTo(group, program, folder);
            foreach (OwnedFd before in old)
            {
                Bpf.DetachFrom(group, before, folder);
            }
        }
        finally
        {
            foreach (OwnedFd before in old)
            {
                before.Dispose();
            }
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
