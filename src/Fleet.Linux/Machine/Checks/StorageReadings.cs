using System.Text;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Machine.Checks;

/// <summary>The file system that the agent's state lies on (statfs(2)).</summary>
/// <param name="Folder">The state folder, or the nearest one above it that exists.</param>
/// <param name="Type">f_type of statfs(2); 0 when it could not be asked.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="BytesFree">What df shows: without what is kept for root.</param>
/// <param name="Inodes">0 where they are made as needed.</param>
/// <param name="InodesFree">Inodes not in use.</param>
/// <param name="TellsKinds">Whether a listing says what each entry is (d_type); null: there was no entry to tell by.</param>
/// <param name="Modified">When the folder was last written.</param>
public sealed record StorageReadings(
    string Folder, long Type, long Bytes, long BytesFree, long Inodes, long InodesFree, bool? TellsKinds, DateTimeOffset? Modified)
{
    private const int AtCurrentFolder = -100, OpenFolder = 0x80000;     // AT_FDCWD; O_RDONLY | O_CLOEXEC

    public static unsafe StorageReadings Read(string stateFolder)
    {
        string folder = Path.GetFullPath(stateFolder);
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? "/";
        }

        fixed (byte* path = Encoding.UTF8.GetBytes(folder + "\0"))
        {
            long fd = Raw.CallWaiting(Nr.OpenAt, AtCurrentFolder, (long)path, OpenFolder);
            if (fd < 0)
            {
                return new StorageReadings(folder, 0, 0, 0, 0, 0, null, null);
            }

            // struct statfs of 64-bit machines: f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, ... (asm-generic/statfs.h).
            long* s = stackalloc long[16];
            long asked = Raw.CallWaiting(Nr.Fstatfs, fd, (long)s);
            bool? kinds = TellsEntryKinds((int)fd);
            Raw.Close((int)fd);
            return asked < 0
                ? new StorageReadings(folder, 0, 0, 0, 0, 0, kinds, null)
                : new StorageReadings(folder, s[0], s[2] * s[1], s[4] * s[1], s[5], s[6], kinds, Directory.GetLastWriteTimeUtc(folder));
        }
    }

    // struct linux_dirent64: inode 8, offset 8, length 2, type 1, name. Dots have a kind everywhere, so they tell nothing.
    private static unsafe bool? TellsEntryKinds(int fd)
    {
        byte* buffer = stackalloc byte[4096];
        long count = Raw.CallWaiting(Nr.Getdents64, fd, (long)buffer, 4096);
        for (long at = 0; at < count; at += *(ushort*)(buffer + at + 16))
        {
            if (buffer[at + 19] != (byte)'.')
            {
                return buffer[at + 18] != 0;
            }
        }

        return null;
    }
}
