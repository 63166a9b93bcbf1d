using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>
/// System calls as the kernel has them: a result, or minus the errno. <see cref="Call"/> does not tell the runtime that it left
/// (SuppressGCTransition), so it is for calls that return at once, and the only one a cloned child may use.
/// </summary>
public static unsafe class Raw
{
    /// <summary>Makes the call; never blocks for long, or the garbage collector waits for it.</summary>
    public static long Call(int number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
    {
        long result = Syscall(number, a, b, c, d, e, f);
        return result != -1 ? result : -*ErrnoLocation();
    }

    /// <summary>The same for calls that may wait: poll, waitid, read, fsync.</summary>
    public static long CallWaiting(int number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
    {
        long result = SyscallWaiting(number, a, b, c, d, e, f);
        return result != -1 ? result : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Returns <paramref name="result"/> or throws with the errno that it is minus of.</summary>
    public static long Check(long result, string operation, string target, string cure = "") =>
        result >= 0 ? result : throw new KernelException(operation, target, new Errno((int)-result), cure);

    /// <summary>close(2); what it says is nobody's business.</summary>
    public static void Close(int fd)
    {
        if (fd >= 0)
        {
            Call(Nr.Close, fd);
        }
    }

    /// <summary>Ends the process without a word to the runtime.</summary>
    public static void Exit(int code) => Syscall(Nr.ExitGroup, code, 0, 0, 0, 0, 0);

    // syscall(2) is variadic: on x86-64 and on arm64 (not Apple's) its arguments go where those of a plain function go.
    [DllImport("libc", EntryPoint = "syscall"), SuppressGCTransition]
    private static extern long Syscall(long number, long a, long b, long c, long d, long e, long f);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long SyscallWaiting(long number, long a, long b, long c, long d, long e, long f);

    [DllImport("libc", EntryPoint = "__errno_location"), SuppressGCTransition]
    private static extern int* ErrnoLocation();
}
