using Xunit.Abstractions;

namespace Fleet.Vm.Tests;

/// <summary>The engine on a machine such as users have: cgroup v2, a real block device, all capabilities. One test for each check that ran inside.</summary>
[Collection("virtual machines")]
public sealed class CgroupV2Tests(CgroupV2Tests.Machine machine, ITestOutputHelper output) : IClassFixture<CgroupV2Tests.Machine>
{
    private const string Inside = "inside.sh";

    public static TheoryData<string> Checks => VirtualMachine.ChecksOf(Inside);

    [SkippableTheory, MemberData(nameof(Checks))]
    public void Holds_on_cgroup_v2(string check) => machine.MustPass(check, output);

    /// <summary>Debian's kernel with cgroup v2 alone, and a shell for its init.</summary>
    public sealed class Machine() : VirtualMachine("run.sh", Inside);
}
