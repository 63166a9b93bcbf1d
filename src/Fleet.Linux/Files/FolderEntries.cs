using System.Runtime.InteropServices;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Files;

/// <summary>The names in a folder (getdents64(2)), as bytes, without "." and "..".</summary>
public static unsafe class FolderEntries
{
    /// <summary>All names, read at once: the folder may be changed while they are worked through.</summary>
    /// <param name="folder">Opened for reading (not O_PATH), at its start.</param>
    public static List<byte[]> Read(OwnedFd folder)
    {
        var names = new List<byte[]>();
        var buffer = new byte[1 << 15];
        while (true)
        {
            nint count;
            fixed (byte* b = buffer)
                count = FileCalls.Syscall(Nr.Getdents64, folder.Number, (nint)b, buffer.Length);
            KernelException.Check(count, "list", folder.ProcPath);
            GC.KeepAlive(folder);
            if (count == 0)
                return names;
            Parse(buffer.AsSpan(0, (int)count), names);
        }
    }

    // struct linux_dirent64: inode 8, offset 8, length of the entry 2, type 1, then the name and its NUL.
    private static void Parse(ReadOnlySpan<byte> entries, List<byte[]> names)
    {
        while (entries.Length > 0)
        {
            int length = MemoryMarshal.Read<ushort>(entries[16..]);
            ReadOnlySpan<byte> name = entries[19..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                names.Add(name.ToArray());
            entries = entries[length..];
        }
    }
}
