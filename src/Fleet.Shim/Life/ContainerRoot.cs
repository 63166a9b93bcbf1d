using System.Text;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Life;

/// <summary>
/// The container's root as the shim sees it, through /proc/PID/root. All in it is the container's to change at any moment: links
/// and ".." are resolved inside (openat2(2), RESOLVE_IN_ROOT), and only regular files are opened.
/// </summary>
internal sealed unsafe class ContainerRoot : IDisposable
{
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000, ModeOffset = 28; // stx_mode in struct statx
    private int _root;

    private ContainerRoot(int root) => _root = root;

    internal static ContainerRoot Of(int pid) =>
        new((int)Raw.Check(KernelFile.Open($"/proc/{pid}/root", (int)Resolving.PathOnly), "open the root of", $"process {pid}"));

    internal enum Kind
    {
        Missing = 0,
        Folder = 0x4000,
        Regular = 0x8000,
        Other = 1,
    }

    internal Kind KindOf(string path)
    {
        int found = Find(path);
        Kind kind = found < 0 ? Kind.Missing : KindOf(found);
        Raw.Close(found);
        return kind;
    }

    /// <summary>The beginning of a regular file, at most <paramref name="limit"/> bytes; null when there is none.</summary>
    internal byte[]? Read(string path, int limit)
    {
        int found = Find(path);
        if (found < 0)
        {
            return null;
        }

        // What was looked at is what is opened: through the descriptor's own link, whatever the name means by now.
        long file = KindOf(found) == Kind.Regular ? KernelFile.Open($"/proc/self/fd/{found}", NonBlocking) : -1;
        Raw.Close(found);
        if (file < 0)
        {
            return null;
        }

        byte[] buffer = new byte[Math.Min(limit, 8192)];
        int length = 0;
        while (length < limit)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(limit, length * 2));
            }

            long read;
            fixed (byte* start = buffer)
            {
                read = Raw.CallWaiting(Nr.Read, file, (long)(start + length), buffer.Length - length);
            }

            if (read <= 0)
            {
                break;
            }

            length += (int)read;
        }

        Raw.Close((int)file);
        return buffer[..length];
    }

    public void Dispose()
    {
        Raw.Close(_root);
        _root = -1;
    }

    private int Find(string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        var how = new OpenHow { Flags = Resolving.PathOnly | Resolving.CloseOnExec, Resolve = Resolving.InRoot | Resolving.NoMagicLinks };
        fixed (byte* start = name)
        {
            return (int)Raw.CallWaiting(Nr.OpenAt2, _root, (long)start, (long)&how, sizeof(OpenHow));
        }
    }

    private static Kind KindOf(int fd)
    {
        byte* statx = stackalloc byte[256];
        byte empty = 0;
        if (Raw.Call(Nr.Statx, fd, (long)&empty, At.EmptyPath, 1 /* STATX_TYPE */, (long)statx) < 0)
        {
            return Kind.Missing;
        }

        return (*(ushort*)(statx + ModeOffset) & 0xf000) switch
        {
            0x4000 => Kind.Folder,
            0x8000 => Kind.Regular,
            _ => Kind.Other,
        };
    }
}
