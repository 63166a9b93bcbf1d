using System.Diagnostics;
using System.Text.RegularExpressions;
using Fleet.Cluster.Tests.Harness;
using Xunit.Abstractions;

namespace Fleet.Vm.Tests;

/// <summary>A machine booted once under qemu by a script of ../vm; what it said is kept. Of its inner script each check is a test.</summary>
public abstract class VirtualMachine(string script, string inside)
{
    private readonly Lazy<string[]> _console = new(() => Boot(script));

    /// <summary>The checks that the inner script names: one that never ran is a failure, not a silence.</summary>
    public static TheoryData<string> ChecksOf(string inside) => File.Exists(Beside(inside))
        ? new TheoryData<string>(Regex.Matches(File.ReadAllText(Beside(inside)), @"(?m)\b(?:check|match|pass) ([a-z][a-z0-9-]+)").Select(match => match.Groups[1].Value).Distinct())
        : new TheoryData<string>("script");

    /// <summary>Passes where the machine said PASS of it.</summary>
    public void MustPass(string check, ITestOutputHelper output)
    {
        Installed.Require();
        Skip.IfNot(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86_64 is not there: install Debian's qemu-system-x86");
        Skip.IfNot(File.Exists("/sbin/depmod") && File.Exists("/sbin/mke2fs"), "depmod or mke2fs is not there: install Debian's kmod and e2fsprogs");
        if (_console.Value.Contains($"PASS {check}")) return;
        string said = _console.Value.FirstOrDefault(line => line.StartsWith($"FAIL {check}:", StringComparison.Ordinal)) ?? $"{check} of {inside} never ran";
        output.WriteLine(string.Join('\n', _console.Value));
        Assert.Fail(said);
    }

    private static string Beside(string script) => Path.GetFullPath(Path.Combine(Installed.Folder, "../../tests/vm", script));

    private static string[] Boot(string script)
    {
        // Kernel, modules and Debian stay beside the build for the next run; the disk is made anew.
        string scratch = Path.Combine(Path.GetDirectoryName(Installed.Folder)!, "vm");
        var start = new ProcessStartInfo("/bin/sh", [Beside(script), scratch, Installed.Folder, BusyboxImage.Layout])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var machine = Process.Start(start)!;
        var errors = machine.StandardError.ReadToEndAsync();
        string output = machine.StandardOutput.ReadToEnd();
        machine.WaitForExit();
        return [.. (output + "\n" + errors.Result).Split('\n').Select(line => line.TrimEnd('\r'))];
    }
}

/// <summary>One machine at a time.</summary>
[CollectionDefinition("virtual machines")]
public sealed class VirtualMachines;
