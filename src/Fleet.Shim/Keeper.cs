using Fleet.Linux.Processes;

namespace Fleet.Shim;

/// <summary>
/// <c>fleet-shim --keep</c>: a process that does nothing but be there, until whoever holds the other end of its standard input
/// has ended. It keeps systemd's scope of the containers in being while there are none (see SystemdScope).
/// </summary>
internal static unsafe class Keeper
{
    private const long Interrupted = -4;

    internal static int Run()
    {
        fixed (byte* name = "fleet-keeper"u8)
        {
            Raw.Call(Nr.Prctl, 15 /* PR_SET_NAME */, (long)name);
        }

        long read;
        byte nothing;
        do
        {
            read = Raw.CallWaiting(Nr.Read, 0, (long)&nothing, 1);
        }
        while (read > 0 || read == Interrupted);
        return 0;
    }
}
