namespace Fleet.Linux.Files;

/// <summary>Content of open files: writing, copying with holes, and reaching the disk.</summary>
public static unsafe class FileData
{
    private const int SeekSet = 0, SeekData = 3, SeekHole = 4;
    private const nuint Clone = 0x40049409; // FICLONE of linux/fs.h

    /// <summary>Writes all of it at the file's position.</summary>
    public static void Write(OwnedFd file, ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            nint written;
            fixed (byte* d = data)
                written = FileCalls.Write(file.Number, d, (nuint)data.Length);
            if (written < 0 && Errno.Last.Value == 4)
                continue;
            data = data[(int)Checked(written, "write", file)..];
        }

        GC.KeepAlive(file);
    }

    /// <summary>Writes all of it at an offset.</summary>
    public static void WriteAt(OwnedFd file, ReadOnlySpan<byte> data, long offset)
    {
        while (data.Length > 0)
        {
            nint written;
            fixed (byte* d = data)
                written = FileCalls.Pwrite(file.Number, d, (nuint)data.Length, offset);
            if (written < 0 && Errno.Last.Value == 4)
                continue;
            int count = (int)Checked(written, "write", file);
            data = data[count..];
            offset += count;
        }

        GC.KeepAlive(file);
    }

    /// <summary>Reads up to the buffer's size; 0 at the end.</summary>
    public static int Read(OwnedFd file, Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* b = buffer)
                count = FileCalls.Read(file.Number, b, (nuint)buffer.Length);
            GC.KeepAlive(file);
            if (count >= 0 || Errno.Last.Value != 4)
                return (int)Checked(count, "read", file);
        }
    }

    public static void SetLength(OwnedFd file, long bytes)
    {
        KernelException.Check(FileCalls.Ftruncate(file.Number, bytes), "set the length of", file.ProcPath);
        GC.KeepAlive(file);
    }

    /// <summary>Copies all content; shares blocks where the file system can, and keeps holes.</summary>
    public static void Copy(OwnedFd from, OwnedFd to)
    {
        if (FileCalls.Ioctl(to.Number, Clone, from.Number) == 0)
            return;
        long size = FileAt.Status(from).Size;
        SetLength(to, size);
        for (long at = 0; at < size;)
        {
            long data = FileCalls.Seek(from.Number, at, SeekData);
            if (data < 0 && Errno.Last.Value == 6)
                break; // ENXIO: only a hole is left
            data = data < 0 ? at : data;
            long hole = FileCalls.Seek(from.Number, data, SeekHole);
            at = CopyRange(from, to, data, hole < 0 ? size : hole);
        }

        GC.KeepAlive(from);
    }

    private static long CopyRange(OwnedFd from, OwnedFd to, long start, long end)
    {
        long source = start, target = start;
        while (source < end)
        {
            nint count = FileCalls.CopyFileRange(from.Number, &source, to.Number, &target, (nuint)(end - source), 0);
            if (count == 0)
                return long.MaxValue; // the file became shorter meanwhile
            if (count < 0 && Errno.Last.Value is 18 or 22 or 38 or 95)
                return CopyBuffered(from, to, source, end); // EXDEV, EINVAL, ENOSYS, EOPNOTSUPP: other file systems
            Checked(count, "copy into", to);
        }

        return end;
    }

    private static long CopyBuffered(OwnedFd from, OwnedFd to, long start, long end)
    {
        var buffer = new byte[1 << 17];
        KernelException.Check(FileCalls.Seek(from.Number, start, SeekSet), "seek in", from.ProcPath);
        while (start < end)
        {
            int count = Read(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - start)));
            if (count == 0)
                return long.MaxValue;
            WriteAt(to, buffer.AsSpan(0, count), start);
            start += count;
        }

        return end;
    }

    /// <summary>fsync(2) of a file, or of a folder after a rename in it.</summary>
    public static void Sync(OwnedFd file)
    {
        KernelException.Check(FileCalls.Fsync(file.Number), "bring to disk", file.ProcPath);
        GC.KeepAlive(file);
    }

    /// <summary>syncfs(2): everything of the file system that this file is on. Cheaper than one fsync for each of many files.</summary>
    public static void SyncFileSystem(OwnedFd file)
    {
        KernelException.Check(FileCalls.Syncfs(file.Number), "bring to disk the file system of", file.ProcPath);
        GC.KeepAlive(file);
    }

    /// <summary>Whether a folder is on an overlay, as inside of most containers; such a one cannot hold another's upper layer.</summary>
    public static bool IsOnOverlay(OwnedFd folder)
    {
        byte* statfs = stackalloc byte[256]; // 120 bytes on x86-64 and arm64; f_type is its first word
        KernelException.Check(FileCalls.Fstatfs(folder.Number, statfs), "look at the file system of", folder.ProcPath);
        GC.KeepAlive(folder);
        return *(long*)statfs == 0x794c7630; // OVERLAYFS_SUPER_MAGIC of linux/magic.h
    }

    /// <summary>Whether a folder shows the kernel's state and no one's files: proc, sysfs, cgroup, devpts, mqueue (linux/magic.h).</summary>
    public static bool IsKernelsOwn(OwnedFd folder)
    {
        byte* statfs = stackalloc byte[256];
        KernelException.Check(FileCalls.Fstatfs(folder.Number, statfs), "look at the file system of", folder.ProcPath);
        GC.KeepAlive(folder);
        return *(long*)statfs is 0x9fa0 or 0x62656572 or 0x27e0eb or 0x63677270 or 0x1cd1 or 0x19800202;
    }

    /// <summary>Takes the whole file as a lock until it is closed (flock(2)); false if another has it.</summary>
    public static bool TryLock(OwnedFd file)
    {
        if (FileCalls.Flock(file.Number, 6) == 0) // LOCK_EX | LOCK_NB
            return true;
        return Errno.Last.Value == 11 ? false : throw new KernelException("lock", file.ProcPath, Errno.Last);
    }

    private static nint Checked(nint result, string operation, OwnedFd file) =>
        result >= 0 ? result : throw FileAt.Failed(operation, System.Text.Encoding.ASCII.GetBytes(file.ProcPath), Errno.Last);
}
