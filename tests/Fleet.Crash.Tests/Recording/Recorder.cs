using System.Diagnostics;

namespace Fleet.Crash.Tests.Recording;

/// <summary>Runs a program, and all that it starts, under strace(1), which writes down every call that changes a disk.</summary>
internal sealed class Recorder
{
    private const string Strace = "/usr/bin/strace";

    private readonly Process _strace;
    private readonly string _file;

    /// <param name="file">Where the trace goes.</param>
    /// <param name="program">With its arguments.</param>
    public Recorder(string file, params string[] program)
    {
        _file = file;
        // A copy inside the kernel shows no bytes: refused, it is done by reading and writing. With a filter only these calls are slowed down.
        string[] options =
        [
            "-f", "--seccomp-bpf", "-qq", "-y", "-ttt", "-T", "-s", "16777216", "-o", file, "-e", "trace=" + string.Join(',', DiskCalls.Traced),
            "-e", "inject=copy_file_range:error=EXDEV", "-e", "inject=sendfile:error=EINVAL", "-e", "signal=none",
        ];
        var start = new ProcessStartInfo(Strace, [.. options, .. program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _strace = Process.Start(start)!;
        _ = _strace.StandardOutput.ReadToEndAsync();
        Errors = _strace.StandardError.ReadToEndAsync();
    }

    public static bool IsHere => File.Exists(Strace);

    public Task<string> Errors { get; }

    /// <summary>When all of the traced processes have ended.</summary>
    public IEnumerable<TracedCall> Calls()
    {
        if (!_strace.WaitForExit(TimeSpan.FromMinutes(1))) throw new TimeoutException("what was traced has not ended");
        return TraceFile.Read(File.ReadLines(_file));
    }
}
