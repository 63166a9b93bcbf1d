using System.Text;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Life;

/// <summary>
/// A file of the state folder (the shim's working folder), written beside and renamed: whole for every reader, whoever dies. What must
/// outlive the machine's own crash is fsynced, and the folder too.
/// </summary>
internal static unsafe class DurableRecord
{
    private const int CurrentFolder = -100, Create = 0x40, Truncate = 0x200, WriteOnly = 1;

    /// <param name="name">In the state folder.</param>
    /// <param name="content">All of it.</param>
    /// <param name="outlivesMachine">An exit does. A state does not: a crash of the machine ends the container, and a flush takes longer than its start.</param>
    internal static void Write(string name, byte[] content, bool outlivesMachine)
    {
        string beside = name + ".new";
        int file = (int)Raw.Check(KernelFile.Open(beside, WriteOnly | Create | Truncate, 0x180 /* 0600 */), "make", beside, "free some space on its disk");
        long result = 0;
        fixed (byte* start = content)
        {
            for (int done = 0; done < content.Length && result >= 0; done += (int)result)
            {
                result = Raw.CallWaiting(Nr.Write, file, (long)(start + done), content.Length - done);
            }
        }

        result = result < 0 || !outlivesMachine ? result : Raw.CallWaiting(Nr.Fsync, file);
        Raw.Close(file);
        Raw.Check(result, "write", beside, "free some space on its disk");
        Raw.Check(Rename(beside, name), "rename", beside);
        if (outlivesMachine)
        {
            SyncFolder();
        }
    }

    /// <returns>False when there was nothing.</returns>
    internal static bool Delete(string name)
    {
        byte[] path = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* start = path)
        {
            return Raw.Call(Nr.UnlinkAt, CurrentFolder, (long)start, 0) == 0;
        }
    }

    private static long Rename(string from, string to)
    {
        byte[] source = Encoding.UTF8.GetBytes(from + '\0'), target = Encoding.UTF8.GetBytes(to + '\0');
        fixed (byte* s = source, t = target)
        {
            return Raw.Call(Nr.RenameAt2, CurrentFolder, (long)s, CurrentFolder, (long)t, 0);
        }
    }

    private static void SyncFolder()
    {
        int folder = (int)Raw.Check(KernelFile.Open(".", 0), "open", "the state folder");
        Raw.CallWaiting(Nr.Fsync, folder);
        Raw.Close(folder);
    }
}
