using System.Runtime.InteropServices;

namespace Fleet.Linux.Security;

/// <summary>
/// Compiles a profile for one machine, with libseccomp's meaning: a rule that says what the default does is none; a rule without
/// tests beats those with tests; of several with tests the first that holds decides. Where the default refuses, calls newer than
/// all that the profile names give ENOSYS, so that a C library tries an older way (runc has done so since 1.0).
/// </summary>
internal static class ProfileCompiler
{
    /// <summary>The x32 way into an x86-64 kernel (asm/unistd.h); no distribution's kernel has it, and none of Fleet's filters opens it.</summary>
    private const uint X32Bit = 0x4000_0000;

    internal static BpfProgram Compile(SeccompProfile profile, Architecture machine)
    {
        var program = new BpfProgram();
        program.LoadArchitecture();
        foreach (CallTable table in CallTable.Of(machine).Where(table => profile.Architectures.Contains(table.Name)))
        {
            var section = new BpfProgram();
            section.LoadNumber();
            if (table.HasX32)
            {
                section.SkipUnlessAtLeast(X32Bit, 1);
                section.Return(Verdict.NoSuchCall.Action);
            }

            VerdictTree.Emit(section, Decisions(table, profile, out Decision unknown), unknown, Leaf);
            program.SkipUnlessEqual(table.Number, section.Count);
            program.Append(section);
        }

        program.Return(SeccompAction.KillProcess);
        return program;
    }

    /// <summary>By number; <paramref name="unknown"/> for what lies beyond.</summary>
    private static List<Decision> Decisions(CallTable table, SeccompProfile profile, out Decision unknown)
    {
        var fallback = new Decision(profile.DefaultAction, []);
        bool refuses = profile.DefaultAction is not (SeccompAction.Allow or SeccompAction.Log);
        unknown = refuses ? new Decision(Verdict.NoSuchCall.Action, []) : fallback;
        var rules = profile.Rules.ToLookup(rule => rule.Call);
        var decisions = new List<Decision>(table.Calls.Length);
        int heardOf = 0;
        for (int number = 0; number < table.Calls.Length; number++)
        {
            bool named = table.Calls[number] is { } name && rules.Contains(name);
            heardOf = named ? number + 1 : heardOf;
            decisions.Add(named ? Of(rules[table.Calls[number]!], profile.DefaultAction, fallback) : fallback);
        }

        if (refuses)
        {
            decisions.RemoveRange(heardOf, decisions.Count - heardOf);
        }

        return decisions;
    }

    private static Decision Of(IEnumerable<SeccompRule> rules, uint defaultAction, Decision fallback)
    {
        SeccompRule[] telling = [.. rules.Where(rule => rule.Action != defaultAction)];
        return telling.LastOrDefault(rule => rule.Tests.Count == 0) is { } always ? new Decision(always.Action, [])
            : telling.Length == 0 ? fallback
            : new Decision(defaultAction, telling);
    }

    private static void Leaf(BpfProgram program, Decision decision)
    {
        foreach (SeccompRule rule in decision.Rules)
        {
            program.Append(ArgumentTests.Then(rule.Tests, rule.Action));
        }

        program.Return(decision.Action);
    }

    /// <summary>The rules in their order, then an action.</summary>
    private sealed record Decision(uint Action, SeccompRule[] Rules);
}
