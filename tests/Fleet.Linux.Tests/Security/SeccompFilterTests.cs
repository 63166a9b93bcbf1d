using System.Runtime.InteropServices;
using Fleet.Linux.Security;

namespace Fleet.Linux.Tests.Security;

/// <summary>The compiled filter, run by an interpreter of classic BPF, for both machines.</summary>
public class SeccompFilterTests
{
    private const ulong DockersDefault = 0xa80425fb;
    private const uint Allow = 0x7fff0000, Eperm = 0x50001, Enosys = 0x50026;
    private const uint X64 = 0xc000003e, I386 = 0x40000003, Arm64 = 0xc00000b7;

    private static uint Judge(BpfProgram program, uint arch, uint number, ulong argument = 0) => BpfInterpreter.Judge(program, arch, number, argument);

    private static uint Call(Architecture machine, string name, ulong argument = 0, ulong capabilities = DockersDefault, bool compat = false)
    {
        (uint arch, string?[] table) = compat ? (I386, SyscallTable.I386) : machine == Architecture.X64 ? (X64, SyscallTable.X64) : (Arm64, SyscallTable.Arm64);
        int number = Array.IndexOf(table, name);
        Assert.True(number >= 0, name);
        return Judge(SeccompFilter.Compile(capabilities, machine), arch, (uint)number, argument);
    }

    public static TheoryData<Architecture> Machines => [Architecture.X64, Architecture.Arm64];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_call_of_the_table_gets_the_profiles_verdict(Architecture machine)
    {
        string[] always = DefaultCalls.Always.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(always.Length, 350, 400);
        string?[] table = machine == Architecture.X64 ? SyscallTable.X64 : SyscallTable.Arm64;
        BpfProgram program = SeccompFilter.Compile(DockersDefault, machine);
        for (int number = 0; number < table.Length; number++)
        {
            uint verdict = Judge(program, machine == Architecture.X64 ? X64 : Arm64, (uint)number);
            string? name = table[number];
            uint expected =
                name is null or "clone3" or "open_tree_attr" or "file_getattr" or "file_setattr" ? Enosys
                : always.Contains(name) || name is "clone" or "socket" or "personality" or "chroot" ? Allow
                : Eperm;
            Assert.Equal((name, expected), (name, verdict));
        }

        Assert.Equal(Enosys, Judge(program, machine == Architecture.X64 ? X64 : Arm64, 4000));
        Assert.Equal(Enosys, Judge(program, 0x12345678, 0));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Clone_may_make_threads_and_processes_but_no_namespaces(Architecture machine)
    {
        Assert.Equal(Allow, Call(machine, "clone", 17));
        Assert.Equal(Allow, Call(machine, "clone", 0x3d0f00));
        foreach (ulong space in new ulong[] { 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000 })
        {
            Assert.Equal(Eperm, Call(machine, "clone", 17 | space));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Sockets_of_two_families_are_refused_whatever_the_high_half_says(Architecture machine)
    {
        Assert.Equal(Allow, Call(machine, "socket", 2));
        Assert.Equal(Allow, Call(machine, "socket", 39));
        Assert.Equal(Eperm, Call(machine, "socket", 38));
        Assert.Equal(Eperm, Call(machine, "socket", 40));
        Assert.Equal(Eperm, Call(machine, "socket", 0x1_0000_0028));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Capabilities_open_their_calls(Architecture machine)
    {
        const ulong sysAdmin = DockersDefault | (1UL << 21);
        foreach (string call in new[] { "mount", "unshare", "setns", "clone3", "bpf", "move_mount" })
        {
            Assert.NotEqual(Allow, Call(machine, call));
            Assert.Equal(Allow, Call(machine, call, capabilities: sysAdmin));
        }

        Assert.Equal(Allow, Call(machine, "clone", 0x20000, sysAdmin));
        Assert.Equal(Eperm, Call(machine, "kexec_load", capabilities: ulong.MaxValue));
        Assert.Equal(Eperm, Call(machine, "chroot", capabilities: 0));
    }

    [Fact]
    public void Programs_of_32_bits_are_judged_by_their_own_numbers()
    {
        Assert.Equal(Allow, Call(Architecture.X64, "_llseek", compat: true));
        Assert.Equal(Allow, Call(Architecture.X64, "clock_gettime64", compat: true));
        Assert.Equal(Eperm, Call(Architecture.X64, "mount", compat: true));
        Assert.Equal(Eperm, Call(Architecture.X64, "clone", 0x10000000, compat: true));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_call_costs_few_comparisons_and_every_jump_stays_inside(Architecture machine)
    {
        BpfProgram program = SeccompFilter.Compile(DockersDefault, machine);
        Assert.InRange(program.Count, 50, SeccompProgram.MostInstructions);
        for (int at = 0; at < program.Count; at++)
        {
            BpfProgram.Instruction i = program.Instructions[at];
            int furthest = i.Code == 0x05 ? (int)i.Constant : i.Code is 0x15 or 0x35 ? Math.Max(i.IfTrue, i.IfFalse) : i.Code == 0x06 ? -1 : 0;
            Assert.InRange(at + 1 + furthest, 0, program.Count - (furthest < 0 ? 0 : 1));
        }

        Assert.Equal(program.Count * 8, program.ToBytes().Length);
    }
}
