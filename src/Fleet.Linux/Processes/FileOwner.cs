using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>
/// Work on files as another user, without losing any right: on a thread of its own, which ends with the work (setfsuid(2)). A mount
/// with mapped ids takes new files only from ids that its map has.
/// </summary>
public static class FileOwner
{
    private const int SetSecureBits = 28, NoSetuidFixup = 1 << 2;   // PR_SET_SECUREBITS (linux/prctl.h), SECBIT_NO_SETUID_FIXUP (capabilities(7))

    public static T Run<T>(uint uid, uint gid, Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                KernelException.Check(Prctl(SetSecureBits, NoSetuidFixup, 0, 0, 0), "keep the rights of", "a thread", "run Fleet's agent as root");
                _ = SetFsGid(gid);
                _ = SetFsUid(uid);
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        }) { IsBackground = true, Name = "files" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static extern int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFsUid(uint uid);

    [DllImport("libc", EntryPoint = "setfsgid")]
    private static extern int SetFsGid(uint gid);
}
