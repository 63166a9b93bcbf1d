using System.Globalization;
using System.Text;
using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim;

/// <summary>What the shim does to itself first: it must not die with the agent, hold nothing of the agent's, and be alone in its folder.</summary>
internal static unsafe class Start
{
    private const string OomScore = "/proc/self/oom_score_adj";
    private const int Sighup = 1, Sigint = 2, Sigpipe = 13, Sigterm = 15;
    private const int ReadWrite = 2, Create = 0x40, LockExclusive = 2, LockNoWait = 4;

    /// <summary>oom_score_adj as the agent gave it to us, for the container's processes.</summary>
    internal static int InheritedOomScore { get; private set; }

    /// <summary>This shim, and no other, writes the folder's records.</summary>
    internal static bool OwnsFolder { get; private set; }

    /// <returns>The state folder's absolute path, which is the working folder from now on.</returns>
    internal static string Enter(string folder)
    {
        Raw.Call(Nr.Setsid);
        NameProcess();
        Raw.Call(Nr.CloseRange, 3, uint.MaxValue, 0);
        Ignore(Sigpipe);
        Ignore(Sighup);
        Ignore(Sigint);
        Ignore(Sigterm);
        Spare();
        Raw.Call(Nr.Umask, 0x3f); // 077
        Raw.Call(Nr.Prctl, 36 /* PR_SET_CHILD_SUBREAPER */, 1);
        byte[] name = Encoding.UTF8.GetBytes(folder + '\0');
        fixed (byte* start = name)
        {
            Raw.Check(Raw.Call(Nr.Chdir, (long)start), "enter the state folder", folder);
        }

        Redirect(0);
        if (!IsRegular(2))
        {
            Redirect(2); // a file of the agent's for last words stays
        }

        LockFolder(folder);
        OwnsFolder = true;
        DurableRecord.Delete(ShimFolder.Exit);
        byte* path = stackalloc byte[4096];
        long length = Raw.Check(Raw.Call(Nr.Getcwd, (long)path, 4096), "find the path of", folder);
        return Encoding.UTF8.GetString(path, (int)length - 1);
    }

    /// <summary>Tells the agent how the creation ended, and lets go of its pipe.</summary>
    internal static void Report(byte[] frame)
    {
        fixed (byte* start = frame)
        {
            Raw.CallWaiting(Nr.Write, 1, (long)start, frame.Length);
        }

        Redirect(1);
    }

    // Executed by a descriptor, older kernels name it after that.
    private static void NameProcess()
    {
        fixed (byte* name = "fleet-shim"u8)
        {
            Raw.Call(Nr.Prctl, 15 /* PR_SET_NAME */, (long)name);
        }
    }

    private static bool IsRegular(int fd)
    {
        byte* statx = stackalloc byte[256];
        byte empty = 0;
        return Raw.Call(Nr.Statx, fd, (long)&empty, 0x1000 /* AT_EMPTY_PATH */, 1 /* STATX_TYPE */, (long)statx) == 0
            && (*(ushort*)(statx + 28) & 0xf000) == 0x8000;
    }

    private static void Redirect(int fd)
    {
        int opened = (int)Raw.Check(KernelFile.Open("/dev/null", ReadWrite), "open", "/dev/null");
        Raw.Check(Raw.Call(Nr.Dup3, opened, fd, 0), "redirect", $"descriptor {fd}");
        Raw.Close(opened);
    }

    // The lock lives as long as the descriptor, which nobody closes but the shim's end.
    private static void LockFolder(string folder)
    {
        int file = (int)Raw.Check(KernelFile.Open(ShimFolder.Lock, ReadWrite | Create, 0x180), "make the lock of", folder);
        Raw.Check(Raw.Call(Nr.Flock, file, LockExclusive | LockNoWait), "lock", folder, "another shim runs this container");
    }

    // A closed terminal or an interrupt there is not meant for the containers. Nor is the request to end that a service manager
    // sends to all processes of a group at once: the containers get it too, and the shim has their exit status to write down.
    // The child sets all signals back.
    private static void Ignore(int signal)
    {
        long* action = stackalloc long[4];
        new Span<long>(action, 4).Clear();
        action[0] = 1; // SIG_IGN
        Raw.Call(Nr.RtSigaction, signal, (long)action, 0, 8);
    }

    // The container dies with its shim: where the machine runs out of memory, the shim shall be among the last to be chosen.
    private static void Spare()
    {
        InheritedOomScore = KernelFile.TryRead(OomScore, out _) is { } text && int.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, out int score) ? score : 0;
        KernelFile.TryWrite(OomScore, "-998");
    }
}
