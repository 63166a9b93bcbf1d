using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Linux.Namespaces;

/// <summary>What makes a thread in namespaces of its own look like another host: its name, and files of its own over the kernel's.</summary>
public static class ThreadHost
{
    private const ulong Recursive = 0x4000, Private = 0x40000, Bind = 0x1000;   // MS_REC, MS_PRIVATE, MS_BIND (mount(2))

    /// <summary>In a new UTS namespace (sethostname(2)).</summary>
    public static unsafe void SetName(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        fixed (byte* at = bytes) KernelException.Check(SetHostName(at, (nuint)bytes.Length), "sethostname", name);
    }

    /// <summary>In a new mount namespace: nothing mounted from now on is seen outside.</summary>
    public static void DetachMounts() =>
        KernelException.Check(Mount("none", "/", null, Recursive | Private, 0), "make private the mounts of", "a thread");

    /// <summary>Lays <paramref name="source"/> over <paramref name="target"/>; after <see cref="DetachMounts"/>.</summary>
    public static void Cover(string source, string target) =>
        KernelException.Check(Mount(source, target, null, Bind, 0), $"bind {source} over", target);

    [DllImport("libc", EntryPoint = "sethostname", SetLastError = true)]
    private static extern unsafe int SetHostName(byte* name, nuint length);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string? type, ulong flags, nint data);
}
