using System.Runtime.InteropServices;

namespace Fleet.Linux.Security;

/// <summary>
/// The default seccomp filter for a set of capabilities, compiled for this machine. Calls the profile does not know give ENOSYS, so
/// that the C library tries an older way; known ones it refuses give EPERM. clone3 gives ENOSYS, since its flags lie in memory,
/// where no filter sees them: libc falls back to clone.
/// </summary>
public static class SeccompFilter
{
    /// <param name="capabilities">The container's bounding set.</param>
    /// <returns>An array of struct sock_filter in bytes, as the shim's config takes it.</returns>
    public static byte[] Default(ulong capabilities) => Compile(capabilities, RuntimeInformation.ProcessArchitecture).ToBytes();

    /// <summary>A filter that somebody brought, compiled for this machine.</summary>
    /// <exception cref="ArgumentException">It is longer than the kernel takes.</exception>
    public static byte[] Of(SeccompProfile profile)
    {
        BpfProgram program = ProfileCompiler.Compile(profile, RuntimeInformation.ProcessArchitecture);
        return program.Count <= SeccompProgram.MostInstructions ? program.ToBytes()
            : throw new ArgumentException($"the seccomp profile makes {program.Count} instructions, and the kernel takes {SeccompProgram.MostInstructions}: use fewer rules with arguments");
    }

    internal static BpfProgram Compile(ulong capabilities, Architecture machine)
    {
        Dictionary<string, Verdict> profile = Profile(capabilities);
        var program = new BpfProgram();
        program.LoadArchitecture();
        foreach (CallTable table in CallTable.Of(machine))
        {
            // Another architecture's section is skipped as a whole.
            var section = new BpfProgram();
            section.LoadNumber();
            VerdictTree.Emit(section, Verdicts(table.Calls, profile), Verdict.NoSuchCall, VerdictTree.Leaf);
            program.SkipUnlessEqual(table.Number, section.Count);
            program.Append(section);
        }

        program.Return(Verdict.NoSuchCall.Action);
        return program;
    }

    private static Dictionary<string, Verdict> Profile(ulong capabilities)
    {
        var profile = new Dictionary<string, Verdict> { ["clone3"] = Verdict.NoSuchCall };
        foreach ((string call, ArgumentRule rule) in DefaultCalls.ByArgument)
        {
            profile[call] = new Verdict(0, rule);
        }

        foreach (string call in Words(DefaultCalls.Always))
        {
            profile[call] = Verdict.Allowed;
        }

        foreach ((string capability, string opened) in DefaultCalls.ByCapability)
        {
            bool has = Capability.TryParse(capability, out int number) && (capabilities >> number & 1) != 0;
            foreach (string call in Words(opened))
            {
                if (has)
                {
                    profile[call] = Verdict.Allowed;
                }
                else
                {
                    profile.TryAdd(call, Verdict.Refused);
                }
            }
        }

        return profile;
    }

    /// <summary>By number. What is newer than all that the profile has ever heard of is unknown, as it would be to an older kernel.</summary>
    private static List<Verdict> Verdicts(string?[] table, Dictionary<string, Verdict> profile)
    {
        var verdicts = new List<Verdict>(table.Length);
        int heardOf = 0;
        for (int number = 0; number < table.Length; number++)
        {
            Verdict? named = table[number] is { } name && profile.TryGetValue(name, out Verdict found) ? found : null;
            heardOf = named is null ? heardOf : number + 1;
            verdicts.Add(named ?? (table[number] is null ? Verdict.NoSuchCall : Verdict.Refused));
        }

        verdicts.RemoveRange(heardOf, verdicts.Count - heardOf);
        return verdicts;
    }

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
