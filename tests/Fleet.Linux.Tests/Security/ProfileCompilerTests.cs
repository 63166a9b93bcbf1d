using System.Runtime.InteropServices;
using CsCheck;
using Fleet.Linux.Security;

namespace Fleet.Linux.Tests.Security;

/// <summary>Profiles that somebody brings, compiled and run by an interpreter.</summary>
public class ProfileCompilerTests
{
    private const uint Eperm = SeccompAction.Errno | 1, Enosys = SeccompAction.Errno | 38;

    private static readonly ulong[] Edges = [0, 1, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001, ulong.MaxValue];

    private static readonly uint Mkdir = (uint)Array.IndexOf(SyscallTable.X64, "mkdir");

    private static uint Judge(uint defaultAction, SeccompRule[] rules, uint number, params ulong[] arguments) => BpfInterpreter.Judge(
        ProfileCompiler.Compile(new SeccompProfile(defaultAction, ["SCMP_ARCH_X86_64"], rules), Architecture.X64), BpfInterpreter.X64, number, arguments);

    private static SeccompRule Rule(uint action, params ArgumentTest[] tests) => new("mkdir", action, tests);

    public static TheoryData<ArgumentOperator> Operators => [.. Enum.GetValues<ArgumentOperator>()];

    [Theory, MemberData(nameof(Operators))]
    public void Every_operator_compares_all_64_bits(ArgumentOperator op)
    {
        Gen<ulong> numbers = Gen.OneOf(
            Gen.ULong, Gen.UInt.Select(low => (ulong)low), Gen.Int[0, Edges.Length - 1].Select(i => Edges[i]));
        Gen.Select(numbers, numbers, numbers).Sample((argument, value, second) =>
        {
            second &= value;    // a masked value can be nothing else
            bool holds = op switch
            {
                ArgumentOperator.NotEqual => argument != value,
                ArgumentOperator.Less => argument < value,
                ArgumentOperator.LessOrEqual => argument <= value,
                ArgumentOperator.Equal => argument == value,
                ArgumentOperator.GreaterOrEqual => argument >= value,
                ArgumentOperator.Greater => argument > value,
                _ => (argument & value) == second,
            };
            uint verdict = Judge(SeccompAction.Allow, [Rule(Eperm, new ArgumentTest(3, op, value, second))], Mkdir, 9, 9, 9, argument);
            return verdict == (holds ? Eperm : SeccompAction.Allow);
        }, iter: 2000);
    }

    [Fact]
    public void All_tests_of_a_rule_must_hold_and_one_of_several_rules()
    {
        SeccompRule[] rules =
        [
            Rule(Eperm, new(0, ArgumentOperator.Equal, 1), new(1, ArgumentOperator.Equal, 2)),
            Rule(SeccompAction.Trap, new ArgumentTest(0, ArgumentOperator.GreaterOrEqual, 1)),
        ];
        Assert.Equal(Eperm, Judge(SeccompAction.Allow, rules, Mkdir, 1, 2));
        Assert.Equal(SeccompAction.Trap, Judge(SeccompAction.Allow, rules, Mkdir, 1, 3));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, Mkdir, 0, 2));
    }

    [Fact]
    public void A_rule_without_tests_beats_those_with_tests()
    {
        SeccompRule[] rules = [Rule(SeccompAction.Trap, new ArgumentTest(0, ArgumentOperator.Equal, 1)), Rule(SeccompAction.Allow)];
        Assert.Equal(SeccompAction.Allow, Judge(Eperm, rules, Mkdir, 1));
    }

    [Fact]
    public void What_the_default_says_anyway_is_no_rule()
    {
        SeccompRule[] rules = [Rule(SeccompAction.Allow), Rule(Eperm, new ArgumentTest(0, ArgumentOperator.Equal, 1))];
        Assert.Equal(Eperm, Judge(SeccompAction.Allow, rules, Mkdir, 1));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, Mkdir, 2));
    }

    [Fact]
    public void Where_the_default_refuses_calls_the_profile_never_heard_of_are_unknown()
    {
        SeccompRule[] rules = [Rule(SeccompAction.Allow)];
        Assert.Equal(Eperm, Judge(Eperm, rules, 0));
        Assert.Equal(Enosys, Judge(Eperm, rules, Mkdir + 1));
        Assert.Equal(Enosys, Judge(Eperm, rules, 100_000));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, 100_000));
    }

    [Fact]
    public void Other_architectures_are_killed_and_x32_is_unknown()
    {
        var profile = new SeccompProfile(SeccompAction.Allow, ["SCMP_ARCH_X86_64"], []);
        BpfProgram program = ProfileCompiler.Compile(profile, Architecture.X64);
        Assert.Equal(SeccompAction.KillProcess, BpfInterpreter.Judge(program, BpfInterpreter.I386, 1));
        Assert.Equal(SeccompAction.KillProcess, BpfInterpreter.Judge(program, BpfInterpreter.Arm64, 1));
        Assert.Equal(Enosys, BpfInterpreter.Judge(program, BpfInterpreter.X64, 0x4000_0000 | Mkdir));
        BpfProgram both = ProfileCompiler.Compile(profile with { Architectures = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"] }, Architecture.X64);
        Assert.Equal(SeccompAction.Allow, BpfInterpreter.Judge(both, BpfInterpreter.I386, 1));
    }

    [Fact]
    public void A_profile_is_compiled_for_arm64_by_its_own_numbers()
    {
        var profile = new SeccompProfile(SeccompAction.Allow, ["SCMP_ARCH_AARCH64"], [new SeccompRule("mkdirat", Eperm, [])]);
        BpfProgram program = ProfileCompiler.Compile(profile, Architecture.Arm64);
        Assert.Equal(Eperm, BpfInterpreter.Judge(program, BpfInterpreter.Arm64, (uint)Array.IndexOf(SyscallTable.Arm64, "mkdirat")));
        Assert.Equal(SeccompAction.KillProcess, BpfInterpreter.Judge(program, BpfInterpreter.X64, 1));
    }

    [Fact]
    public void A_rule_of_many_tests_still_lands_where_it_should()
    {
        // Further than a conditional jump reaches.
        SeccompRule[] rules = [.. Enumerable.Range(0, 200).Select(i => Rule(Eperm, new(0, ArgumentOperator.Equal, (ulong)i), new(1, ArgumentOperator.Less, 5)))];
        Assert.Equal(Eperm, Judge(SeccompAction.Allow, rules, Mkdir, 199, 4));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, Mkdir, 199, 5));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, Mkdir - 1, 199, 4));
        Assert.Equal(SeccompAction.Allow, Judge(SeccompAction.Allow, rules, Mkdir + 1, 199, 4));
    }
}
