using System.Runtime.InteropServices;
using Fleet.Containers.Plan;
using Fleet.Containers.Spec;
using Fleet.Linux.Security;

namespace Fleet.Containers.Tests.Plan;

/// <summary>Profiles in docker's form and in the specification's.</summary>
public class SeccompRulesTests
{
    private static readonly Version Kernel = new(6, 1);

    private static SeccompProfile Of(string json, ulong capabilities = 0, Architecture machine = Architecture.X64) =>
        SeccompRules.Of(RuntimeSpecJson.ReadSeccomp(json), capabilities, machine, Kernel);

    private static string Conditional(string filter) =>
        $$"""{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["mount"],"action":"SCMP_ACT_ALLOW",{{filter}}}]}""";

    [Theory]
    [InlineData("""  "includes":{"caps":["CAP_SYS_ADMIN"]}  """, 1UL << 21, 1)]
    [InlineData("""  "includes":{"caps":["CAP_SYS_ADMIN"]}  """, 0UL, 0)]
    [InlineData("""  "includes":{"caps":["CAP_SYS_ADMIN","CAP_CHOWN"]}  """, 1UL << 21, 0)]
    [InlineData("""  "excludes":{"caps":["CAP_SYS_ADMIN"]}  """, 1UL << 21, 0)]
    [InlineData("""  "excludes":{"caps":["CAP_SYS_ADMIN"]}  """, 0UL, 1)]
    [InlineData("""  "includes":{"arches":["amd64","x32"]}  """, 0UL, 1)]
    [InlineData("""  "includes":{"arches":["s390"]}  """, 0UL, 0)]
    [InlineData("""  "excludes":{"arches":["amd64"]}  """, 0UL, 0)]
    [InlineData("""  "includes":{"minKernel":"4.8"}  """, 0UL, 1)]
    [InlineData("""  "includes":{"minKernel":"6.2"}  """, 0UL, 0)]
    [InlineData("""  "excludes":{"minKernel":"4.8"}  """, 0UL, 0)]
    [InlineData("""  "includes":null,"excludes":{},"args":null,"comment":"x"  """, 0UL, 1)]
    public void A_rule_holds_where_it_says(string filter, ulong capabilities, int rules) =>
        Assert.Equal(rules, Of(Conditional(filter), capabilities).Rules.Count);

    [Fact]
    public void The_architectures_of_a_map_are_those_of_this_machine()
    {
        const string json = """
            {"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]},
             {"architecture":"SCMP_ARCH_AARCH64","subArchitectures":["SCMP_ARCH_ARM"]}]}
            """;
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], Of(json).Architectures);
        Assert.Equal(["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"], Of(json, machine: Architecture.Arm64).Architectures);
    }

    [Fact]
    public void Numbers_of_errors_come_from_the_rule_or_else_from_the_default()
    {
        var profile = Of("""{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"syscalls":[{"name":"a","action":"SCMP_ACT_ERRNO","errnoRet":13},{"names":["b"],"action":"SCMP_ACT_ERRNO"},{"names":["c"],"action":"SCMP_ACT_KILL_PROCESS"}]}""");
        Assert.Equal(SeccompAction.Errno | 38, profile.DefaultAction);
        Assert.Equal([SeccompAction.Errno | 13, SeccompAction.Errno | 38, SeccompAction.KillProcess], profile.Rules.Select(rule => rule.Action));
    }

    [Fact]
    public void Two_tests_of_one_argument_mean_either()
    {
        var rules = Of("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["socket"],"action":"SCMP_ACT_ERRNO","args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"},{"index":0,"value":2,"op":"SCMP_CMP_EQ"}]}]}""").Rules;
        Assert.All(rules, rule => Assert.Single(rule.Tests));
        Assert.Equal(2, rules.Count);
    }

    [Theory]
    [InlineData("""{"defaultAction":"SCMP_ACT_MAYBE"}""", "SCMP_ACT_MAYBE")]
    [InlineData("""{}""", "defaultAction")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_NOTIFY"}]}""", "NOTIFY")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"index":6,"value":1,"op":"SCMP_CMP_EQ"}]}]}""", "argument 6")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"index":0,"value":1,"op":"EQ"}]}]}""", "'EQ'")]
    [InlineData("not JSON", "cannot be read")]
    public void A_fault_is_named(string json, string word) => Assert.Contains(word, Assert.Throws<SpecException>(() => Of(json)).Message, StringComparison.Ordinal);
}
