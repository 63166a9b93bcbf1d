using System.Runtime.InteropServices;

namespace Fleet.Cli.CommandLine;

/// <summary>
/// Whoever starts a program may leave its stdin, stdout or stderr closed (<c>fleet run -i cat &lt;&amp;-</c>). The next file or
/// socket that is opened would then take the number and be read or written by mistake, so /dev/null takes it.
/// </summary>
internal static class StandardDescriptors
{
    private const int ReadWrite = 2;
    private const int GetFlags = 1;     // F_GETFD

    public static void OpenMissing()
    {
        for (int fd = 0; fd <= 2; fd++)
        {
            // open(2) gives the lowest free number, which is this one: those below are taken by now.
            if (Control(fd, GetFlags, 0) < 0)
            {
                _ = OpenFile("/dev/null", ReadWrite);
            }
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int fd, int command, nint argument);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
