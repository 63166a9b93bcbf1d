using Xunit.Abstractions;

namespace Fleet.Vm.Tests;

/// <summary>Fleet as a service of systemd: its containers live in a scope of their own, and nothing done to the service reaches them.</summary>
[Collection("virtual machines")]
public sealed class SystemdTests(SystemdTests.Machine machine, ITestOutputHelper output) : IClassFixture<SystemdTests.Machine>
{
    private const string Inside = "inside-systemd.sh";

    public static TheoryData<string> Checks => VirtualMachine.ChecksOf(Inside);

    [SkippableTheory, MemberData(nameof(Checks))]
    public void Holds_under_systemd(string check)
    {
        Skip.IfNot(File.Exists("/usr/sbin/debootstrap"), "debootstrap is not there: install Debian's debootstrap");
        machine.MustPass(check, output);
    }

    /// <summary>A minimal Debian with systemd as init, and Fleet's unit installed.</summary>
    public sealed class Machine() : VirtualMachine("systemd.sh", Inside);
}
