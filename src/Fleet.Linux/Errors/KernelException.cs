namespace Fleet.Linux;

/// <summary>A call to the kernel that failed: what was tried, on what, the errno, and what the user can do about it.</summary>
public sealed class KernelException(string operation, string target, Errno errno, string cure = "")
    : IOException($"{operation} {target}: {errno.Name} ({errno.Text}){(cure.Length == 0 ? "" : ". " + cure)}")
{
    /// <summary>The call or step, in the field's words: <c>mount overlay on</c>, <c>write memory.max of</c>.</summary>
    public string Operation { get; } = operation;

    /// <summary>The path, pid or name that it was done to.</summary>
    public string Target { get; } = target;

    public Errno Errno { get; } = errno;

    /// <summary>What to do about it; empty where there is nothing to say.</summary>
    public string Cure { get; } = cure;

    /// <summary>Returns <paramref name="result"/>, or throws with the thread's last errno if it is negative.</summary>
    public static int Check(int result, string operation, string target, string cure = "") =>
        result >= 0 ? result : throw new KernelException(operation, target, Errno.Last, cure);

    /// <inheritdoc cref="Check(int, string, string, string)"/>
    public static long Check(long result, string operation, string target, string cure = "") =>
        result >= 0 ? result : throw new KernelException(operation, target, Errno.Last, cure);
}
