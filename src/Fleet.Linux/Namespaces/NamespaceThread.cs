using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Fleet.Linux.Files;

namespace Fleet.Linux.Namespaces;

/// <summary>
/// A thread that is moved into namespaces of its own or of others and ends with its work: the one safe way to do so inside a
/// managed process, whose other threads stay where they are (unshare(2), setns(2) of mount, UTS and network namespaces). A
/// process that it starts is born in its namespaces.
/// </summary>
public static class NamespaceThread
{
    public const int NewMount = 0x00020000, NewUts = 0x04000000, NewNetwork = 0x40000000;
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC; O_RDONLY is 0

    /// <summary>Runs <paramref name="work"/> on a new thread after unshare(<paramref name="flags"/>), and waits for it.</summary>
    public static T RunUnshared<T>(int flags, Func<T> work) => Run(() =>
    {
        KernelException.Check(Unshare(flags), "unshare namespaces of", "a thread", "it takes root (CAP_SYS_ADMIN)");
        return work();
    });

    /// <summary>Runs <paramref name="work"/> on a new thread that joined the namespace open at <paramref name="target"/>.</summary>
    public static T RunJoined<T>(OwnedFd target, Func<T> work) => Run(() =>
    {
        KernelException.Check(SetNs(target.Number, 0), "join namespace", target.ProcPath);
        return work();
    });

    /// <summary>The calling thread's own namespace of a type: <c>net</c>, <c>mnt</c>, <c>uts</c> (namespaces(7)).</summary>
    public static OwnedFd OpenOwn(string type) => OpenAt($"/proc/thread-self/ns/{type}");

    /// <summary>The namespace of another process.</summary>
    public static OwnedFd OpenOf(int pid, string type) => OpenAt($"/proc/{pid}/ns/{type}");

    private static OwnedFd OpenAt(string path) => new(KernelException.Check(Open(path, CloseOnExec), "open", path));

    private static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        }) { IsBackground = true, Name = "namespace" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNs(int fd, int type);
}
