using Microsoft.Win32.SafeHandles;

namespace Fleet.Cli.CommandLine;

/// <summary>
/// Whoever starts a program may leave its stdin, stdout or stderr closed (<c>fleet run -i cat &lt;&amp;-</c>). The next file that
/// is opened then takes the number and is read or written by mistake (the runtime's /dev/urandom, for one), so /dev/null takes it.
/// </summary>
internal static class StandardDescriptors
{
    private const int LastOfThem = 2;

    private static readonly List<SafeFileHandle> Kept = [];

    /// <summary>To be called before anything else: open(2) gives the lowest free number.</summary>
    public static void OpenMissing()
    {
        while (true)
        {
            var handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (handle.DangerousGetHandle() > LastOfThem)
            {
                handle.Dispose();
                return;
            }

            Kept.Add(handle);
        }
    }
}
