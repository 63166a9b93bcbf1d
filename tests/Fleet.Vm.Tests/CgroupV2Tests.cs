using System.Text.RegularExpressions;
using Fleet.Cluster.Tests.Harness;
using Xunit.Abstractions;

namespace Fleet.Vm.Tests;

/// <summary>The engine on a machine such as users have: cgroup v2, a real block device, all capabilities. One test for each check that ran inside.</summary>
public sealed class CgroupV2Tests(VirtualMachine machine, ITestOutputHelper output) : IClassFixture<VirtualMachine>
{
    private static readonly string Script = Path.GetFullPath(Path.Combine(Installed.Folder, "../../tests/vm/inside.sh"));

    /// <summary>The checks that the script names: one that never ran is a failure, not a silence.</summary>
    public static TheoryData<string> Checks => File.Exists(Script)
        ? new TheoryData<string>(Regex.Matches(File.ReadAllText(Script), @"(?m)\b(?:check|match|pass) ([a-z][a-z0-9-]+)").Select(match => match.Groups[1].Value).Distinct())
        : new TheoryData<string>("script");

    [SkippableTheory, MemberData(nameof(Checks))]
    public void Holds_on_cgroup_v2(string check)
    {
        Installed.Require();
        Skip.IfNot(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86_64 is not there: install Debian's qemu-system-x86");
        Skip.IfNot(File.Exists("/sbin/depmod") && File.Exists("/sbin/mke2fs"), "depmod or mke2fs is not there: install Debian's kmod and e2fsprogs");
        if (machine.Console.Contains($"PASS {check}")) return;
        string said = machine.Console.FirstOrDefault(line => line.StartsWith($"FAIL {check}:", StringComparison.Ordinal)) ?? $"{check} never ran";
        output.WriteLine(string.Join('\n', machine.Console));
        Assert.Fail(said);
    }
}
