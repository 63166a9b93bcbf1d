using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>A null-terminated array of C strings in unmanaged memory, as execve(2) wants argv and envp.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly int _count;

    public CStrings(IReadOnlyList<string> strings)
    {
        _count = strings.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++) Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)Pointer[i]);
        NativeMemory.Free(Pointer);
    }
}
