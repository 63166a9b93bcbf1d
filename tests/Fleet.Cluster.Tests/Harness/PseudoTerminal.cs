using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>
/// A program on a pseudo-terminal of its own, with a script at the keyboard: types, looks at what appears, and changes the
/// window's size (pty(7), ioctl_tty(2)).
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const nuint Unlock = 0x40045431, Number = 0x80045430, SetSize = 0x5414;    // TIOCSPTLCK, TIOCGPTN, TIOCSWINSZ
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FileStream _master;
    private readonly string _path;
    private readonly Process _process;
    private readonly Thread _reader;
    private readonly List<byte> _seen = [];
    private int _held;

    private PseudoTerminal(int rows, int columns, string[] words)
    {
        int master = Checked(Open("/dev/ptmx", ReadWrite | NoTerminal | CloseOnExec));
        int unlocked = 0, number = 0;
        Checked(Control(master, Unlock, ref unlocked));
        Checked(Control(master, Number, ref number));
        _path = $"/dev/pts/{number}";
        _master = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        _held = Checked(Open(_path, ReadWrite | NoTerminal | CloseOnExec));     // so that the settings outlive the program
        Resize(rows, columns);
        Before = Settings();
        // setsid(1) makes it the leader of a session whose terminal this is, as a terminal window does.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "t=$1; shift; exec setsid -c \"$@\" <$t >$t 2>$t", "sh", _path, .. words]);
        _process = Process.Start(start)!;
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The terminal's settings before the program, as stty(1) saves them.</summary>
    public string Before { get; }

    public int Pid => _process.Id;

    public static PseudoTerminal Run(FleetCli cli, params string[] words) => Of(cli, 50, 132, words);

    public static PseudoTerminal Of(FleetCli cli, int rows, int columns, params string[] words) =>
        new(rows, columns, [Installed.Fleet, "--root", cli.Root, .. words]);

    public static PseudoTerminal Shell(int rows, int columns, string script) => new(rows, columns, ["/bin/sh", "-c", script]);

    public string Settings()
    {
        using var stty = Process.Start(new ProcessStartInfo("/bin/stty", ["-F", _path, "-g"]) { RedirectStandardOutput = true })!;
        return stty.StandardOutput.ReadToEnd().Trim();
    }

    public void Type(string text) => Type(Encoding.Latin1.GetBytes(text));

    public void Type(byte[] bytes) => _master.Write(bytes);

    public void Resize(int rows, int columns)
    {
        var size = new Window { Rows = (ushort)rows, Columns = (ushort)columns };
        Checked(Control((int)_master.SafeFileHandle.DangerousGetHandle(), SetSize, ref size));
    }

    /// <summary>Waits until the program has the keys, and all of them: before, the terminal itself would take Ctrl-C and echo.</summary>
    public void AwaitKeys() => Until.True(() => Settings() != Before, "the terminal is raw");

    /// <summary>Waits for this to appear; takes all up to its end from the screen.</summary>
    public string Await(string text)
    {
        byte[] wanted = Encoding.Latin1.GetBytes(text);
        long from = Stopwatch.GetTimestamp();
        lock (_seen)
        {
            while (true)
            {
                int at = CollectionsMarshal.AsSpan(_seen).IndexOf(wanted);
                if (at >= 0) return Take(at + wanted.Length);
                var rest = Patience - Stopwatch.GetElapsedTime(from);
                if (rest <= TimeSpan.Zero || !Monitor.Wait(_seen, rest))
                {
                    throw new TimeoutException($"'{text}' did not appear; what did: {Take(_seen.Count)}");
                }
            }
        }
    }

    /// <summary>What is left on the screen and the exit code, once the program has ended; the terminal must then be as it was.</summary>
    public (int Code, string Screen) End(TimeSpan? patience = null)
    {
        if (!_process.WaitForExit(patience ?? Patience)) throw new TimeoutException($"the program did not end; on its screen: {Take(_seen.Count)}");
        Assert.Equal(Before, Settings());
        Release();
        Assert.True(_reader.Join(Patience));
        return (_process.ExitCode, Take(_seen.Count));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        Release();
        _master.Dispose();
        _process.Dispose();
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _held, -1) is >= 0 and var held) _ = Close(held);
    }

    private string Take(int count)
    {
        lock (_seen)
        {
            string taken = Encoding.Latin1.GetString(CollectionsMarshal.AsSpan(_seen)[..count]);
            _seen.RemoveRange(0, count);
            return taken;
        }
    }

    private void Read()
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (_master.Read(buffer) is > 0 and var read)
            {
                lock (_seen)
                {
                    _seen.AddRange(buffer.AsSpan(0, read));
                    Monitor.PulseAll(_seen);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // EIO: nobody has the terminal open any more.
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int fd);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(int fd, nuint request, ref int value);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(int fd, nuint request, ref Window value);

    [StructLayout(LayoutKind.Sequential)]
    private struct Window
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
