using System.Globalization;
using System.Runtime.InteropServices;

namespace Fleet.Linux;

/// <summary>An error number of the kernel (errno(3)), with its name and its text.</summary>
public readonly record struct Errno(int Value)
{
    /// <summary>The symbolic name, such as <c>ENOENT</c>; <c>errno 4711</c> where this table has none.</summary>
    public string Name => ErrnoNames.Of(Value) ?? string.Create(CultureInfo.InvariantCulture, $"errno {Value}");

    /// <summary>The C library's words for it (strerror(3)).</summary>
    public string Text => Marshal.GetPInvokeErrorMessage(Value);

    /// <summary>The calling thread's error number as the last captured call left it.</summary>
    public static Errno Last => new(Marshal.GetLastPInvokeError());

    public override string ToString() => $"{Name} ({Text})";
}
