using System.Runtime.InteropServices;
using Fleet.Api.Contracts.Containers;

namespace Fleet.Cli.Output;

/// <summary>
/// The size of the terminal that one of our standard descriptors is (ioctl_tty(2), TIOCGWINSZ). Asked of the kernel: the
/// runtime's own Console would first switch the terminal's keypad mode.
/// </summary>
internal static class TerminalWindow
{
    private const nuint GetWindowSize = 0x5413;     // the same on x86-64 and arm64

    /// <summary>24 x 80 where none is a terminal, or where it does not know.</summary>
    public static unsafe TerminalSize Size()
    {
        for (int fd = 0; fd <= 2; fd++)
        {
            Window window;
            if (Control(fd, GetWindowSize, &window) == 0 && window is { Rows: > 0, Columns: > 0 })
            {
                return new TerminalSize(window.Rows, window.Columns);
            }
        }

        return new TerminalSize(24, 80);
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern unsafe int Control(int fd, nuint request, Window* window);

    [StructLayout(LayoutKind.Sequential)]
    private struct Window
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
