using System.Runtime.CompilerServices;
using System.Text;

namespace Fleet.Linux.Files;

/// <summary>
/// A file name as the kernel has it: bytes of any kind but NUL, ended by one. Strings are UTF-8; names out of archives need
/// not be, so everything here also takes bytes.
/// </summary>
internal ref struct CName
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Copies <paramref name="name"/> with a NUL behind it.</summary>
    /// <exception cref="ArgumentException">There is a NUL in it.</exception>
    internal CName(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)0))
            throw new ArgumentException($"a file name with a NUL byte: {Text(name)}");
        var bytes = new byte[name.Length + 1];
        name.CopyTo(bytes);
        _bytes = bytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ref readonly byte GetPinnableReference() => ref _bytes.GetPinnableReference();

    /// <summary>For messages: UTF-8 where it is, and no control characters.</summary>
    internal static string Text(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name);
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;
    }
}
