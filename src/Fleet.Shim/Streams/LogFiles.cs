using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Streams;

/// <summary>The numbered files of a log: append to the highest, go on to the next, remove the oldest.</summary>
internal sealed unsafe class LogFiles
{
    private const int ReadWrite = 2, Create = 0x40, Append_ = 0x400;
    private int _number;
    private int _fd = -1;

    /// <summary>Bytes of whole records in the file being written.</summary>
    internal long Length { get; private set; }

    /// <summary>Goes on where an earlier shim of the folder stopped, without the piece of a record that a crash may have left.</summary>
    internal static LogFiles Open()
    {
        MakeFolder();
        var files = new LogFiles();
        foreach (string path in Directory.EnumerateFiles(ShimFolder.Logs))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                files._number = Math.Max(files._number, number);
            }
        }

        files._number = Math.Max(files._number, 1);
        files.OpenCurrent();
        files.CutPiece();
        return files;
    }

    /// <summary>Writes all of it, or nothing that a reader would see as a record.</summary>
    internal bool Append(ReadOnlySpan<byte> records)
    {
        if (_fd < 0)
        {
            OpenCurrent();
        }

        fixed (byte* start = records)
        {
            int done = 0;
            while (done < records.Length && _fd >= 0)
            {
                long wrote = Raw.CallWaiting(Nr.Write, _fd, (long)(start + done), records.Length - done);
                if (wrote is < 0 and not -4)
                {
                    // What a follower has read of it does not end in a newline, or is whole and stays true.
                    Raw.Call(Nr.Ftruncate, _fd, Length);
                    return false;
                }

                done += (int)Math.Max(wrote, 0);
            }
        }

        Length += records.Length;
        return _fd >= 0;
    }

    /// <returns>False where there is no room for another file: this one grows on.</returns>
    internal bool Rotate(int keep)
    {
        int next = _number + 1;
        long fd = KernelFile.Open(Name(next), ReadWrite | Create | Append_, 0x180);
        if (fd < 0)
        {
            return false;
        }

        Raw.Close(_fd);
        _fd = (int)fd;
        _number = next;
        Length = 0;
        for (int old = next - Math.Max(keep, 1); old > 0 && DurableRecord.Delete(Name(old)); old--)
        {
        }

        return true;
    }

    internal void Close()
    {
        Raw.Close(_fd);
        _fd = -1;
    }

    private static void MakeFolder()
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(ShimFolder.Logs + '\0'))
        {
            long made = Raw.Call(Nr.MkdirAt, -100 /* AT_FDCWD */, (long)name, 0x1c0 /* 0700 */);
            Raw.Check(made == -17 /* EEXIST */ ? 0 : made, "make the folder", ShimFolder.Logs, "free some space on its disk");
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{ShimFolder.Logs}/{number}");

    private void OpenCurrent() => _fd = (int)Math.Max(-1, KernelFile.Open(Name(_number), ReadWrite | Create | Append_, 0x180));

    private void CutPiece()
    {
        Length = _fd < 0 ? 0 : Math.Max(0, Raw.Call(Nr.Lseek, _fd, 0, 2 /* SEEK_END */));
        const int chunk = 4096;
        byte* buffer = (byte*)NativeMemory.Alloc(chunk);
        for (long end = Length; end > 0;)
        {
            long from = Math.Max(0, end - chunk);
            Raw.Call(Nr.Lseek, _fd, from, 0);
            int read = (int)Math.Max(0, Raw.CallWaiting(Nr.Read, _fd, (long)buffer, end - from));
            int newline = new ReadOnlySpan<byte>(buffer, read).LastIndexOf((byte)'\n');
            if (newline >= 0 || from == 0)
            {
                Length = newline >= 0 ? from + newline + 1 : 0;
                Raw.Call(Nr.Ftruncate, _fd, Length);
                break;
            }

            end = from;
        }

        NativeMemory.Free(buffer);
    }
}
