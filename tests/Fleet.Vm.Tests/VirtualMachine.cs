using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Vm.Tests;

/// <summary>Debian's kernel with cgroup v2 alone, booted once under qemu; runs ../vm/inside.sh and keeps what it said.</summary>
public sealed class VirtualMachine
{
    private readonly Lazy<string[]> _console = new(Boot);

    /// <summary>Every line of the console.</summary>
    public IReadOnlyList<string> Console => _console.Value;

    private static string[] Boot()
    {
        // Kernel and modules stay beside the build for the next run; the disk is made anew.
        string scratch = Path.Combine(Path.GetDirectoryName(Installed.Folder)!, "vm");
        string script = Path.GetFullPath(Path.Combine(Installed.Folder, "../../tests/vm/run.sh"));
        var start = new ProcessStartInfo("/bin/sh", [script, scratch, Installed.Folder, BusyboxImage.Layout])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var machine = Process.Start(start)!;
        var errors = machine.StandardError.ReadToEndAsync();
        string output = machine.StandardOutput.ReadToEnd();
        machine.WaitForExit();
        string[] lines = [.. (output + "\n" + errors.Result).Split('\n').Select(line => line.TrimEnd('\r'))];
        return lines;
    }
}
