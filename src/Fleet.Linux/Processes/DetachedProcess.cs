using System.Collections;
using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>
/// Starts a program that outlives the caller: in a session of its own, with none of the caller's descriptors but the three
/// it is given, no signal blocked or ignored, and in the namespaces of the calling thread (posix_spawn(3)).
/// </summary>
public static class DetachedProcess
{
    private const short SetSession = 0x80;          // POSIX_SPAWN_SETSID
    private const short SetSignalMask = 0x08;       // POSIX_SPAWN_SETSIGMASK
    private const short SetSignalDefault = 0x04;    // POSIX_SPAWN_SETSIGDEF; the runtime ignores SIGPIPE, and so would the child
    private const int SignalSetSize = 128;          // sigset_t of glibc and musl
    private const int ReadOnly = 0, WriteAppendCreate = 0x1 | 0x400 | 0x40;

    /// <summary>Starts <paramref name="file"/> with /dev/null as input and <paramref name="log"/> (appended to) as both outputs.</summary>
    /// <param name="environment">Laid over the caller's environment; a null value takes a variable away.</param>
    /// <returns>The process id.</returns>
    /// <exception cref="KernelException">The program could not be started.</exception>
    public static int Start(string file, IReadOnlyList<string> arguments, string log, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start(file, arguments, output: -1, log, Merge(environment));

    /// <param name="output">Its standard output; -1 for <paramref name="log"/>.</param>
    /// <param name="name">Its argument 0; null for <paramref name="file"/>.</param>
    /// <param name="input">Its standard input; -1 for /dev/null.</param>
    internal static unsafe int Start(
        string file, IReadOnlyList<string> arguments, int output, string log, IReadOnlyList<string> environment, string? name = null, int input = -1)
    {
        // Both are opaque unions of at most a few hundred bytes (spawn.h); 1 KiB holds them on every architecture.
        string shown = name ?? file;
        byte* actions = stackalloc byte[1024];
        byte* attributes = stackalloc byte[1024];
        using var argv = new CStrings([shown, .. arguments]);
        using var envp = new CStrings(environment);
        Check(ActionsInit(actions), shown);
        Check(AttributesInit(attributes), shown);
        try
        {
            Check(input < 0 ? AddOpen(actions, 0, "/dev/null", ReadOnly, 0) : AddDup(actions, input, 0), shown);
            Check(AddOpen(actions, 2, log, WriteAppendCreate, 0x1a0), log);     // 0640
            Check(AddDup(actions, output < 0 ? 2 : output, 1), shown);
            Check(AddCloseFrom(actions, 3), shown);
            byte* signals = stackalloc byte[SignalSetSize];
            new Span<byte>(signals, SignalSetSize).Clear();
            Check(SetMask(attributes, signals), shown);
            new Span<byte>(signals, SignalSetSize).Fill(0xff);
            Check(SetDefault(attributes, signals), shown);
            Check(SetFlags(attributes, SetSession | SetSignalMask | SetSignalDefault), shown);
            int pid;
            Check(Spawn(&pid, file, actions, attributes, argv.Pointer, envp.Pointer), shown);
            return pid;
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    private static void Check(int error, string target)
    {
        if (error != 0) throw new KernelException("start", target, new Errno(error));
    }

    private static IReadOnlyList<string> Merge(IReadOnlyDictionary<string, string?>? changes)
    {
        var merged = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        foreach (var (name, value) in changes ?? new Dictionary<string, string?>()) merged[name] = value;
        return [.. merged.Where(entry => entry.Value is not null).Select(entry => $"{entry.Key}={entry.Value}")];
    }

    [DllImport("libc", EntryPoint = "posix_spawn")]
    private static extern unsafe int Spawn(int* pid, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static extern unsafe int ActionsInit(byte* actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static extern unsafe int ActionsDestroy(byte* actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static extern unsafe int AddOpen(byte* actions, int fd, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static extern unsafe int AddDup(byte* actions, int from, int to);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static extern unsafe int AddCloseFrom(byte* actions, int from);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static extern unsafe int AttributesInit(byte* attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static extern unsafe int AttributesDestroy(byte* attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static extern unsafe int SetFlags(byte* attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static extern unsafe int SetDefault(byte* attributes, byte* signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static extern unsafe int SetMask(byte* attributes, byte* mask);
}
