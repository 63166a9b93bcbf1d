using System.Runtime.InteropServices;
using Fleet.Containers.Spec;
using Fleet.Linux.Security;

namespace Fleet.Containers.Plan;

/// <summary>
/// A profile as one container on one machine takes it, in the filter's own words. Names of calls that this kernel's table lacks
/// are passed over, as libseccomp does; everything else that is unknown is a fault.
/// </summary>
internal static class SeccompRules
{
    private const uint Eperm = 1;

    /// <exception cref="SpecException">All faults of the profile.</exception>
    public static SeccompProfile Of(SeccompSpec spec, ulong capabilities, Architecture machine, Version kernel)
    {
        var faults = new List<string>();
        uint fallback = Action(spec.DefaultAction, spec.DefaultErrnoRet, spec.DefaultErrnoRet, "defaultAction", faults);
        var rules = new List<SeccompRule>();
        foreach (SyscallSpec call in spec.Syscalls.Where(call => Holds(call, capabilities, machine, kernel)))
        {
            string at = $"the rule for {string.Join(' ', Names(call).Take(3))}";
            uint action = Action(call.Action, call.ErrnoRet, spec.DefaultErrnoRet, at, faults);
            ArgumentTest[] tests = [.. call.Args.Select(arg => Test(arg, at, faults))];

            // Two tests of one argument in one rule mean either, as runc and libseccomp have always taken them.
            bool either = tests.Select(test => test.Argument).Distinct().Count() < tests.Length;
            foreach (string name in Names(call))
            {
                rules.AddRange(either ? tests.Select(test => new SeccompRule(name, action, [test])) : [new SeccompRule(name, action, tests)]);
            }
        }

        return faults.Count > 0 ? throw new SpecException([.. faults.Distinct().Select(fault => $"seccomp: {fault}")])
            : new SeccompProfile(fallback, Architectures(spec, machine), rules);
    }

    private static IEnumerable<string> Names(SyscallSpec call) => call.Name is { Length: > 0 } one ? [one, .. call.Names] : call.Names;

    private static bool Holds(SyscallSpec call, ulong capabilities, Architecture machine, Version kernel)
    {
        string arch = machine == Architecture.Arm64 ? "arm64" : "amd64";
        (SyscallFilterSpec only, SyscallFilterSpec not) = (call.Includes, call.Excludes);
        return only.Caps.All(Has) && (only.Arches.Count == 0 || only.Arches.Contains(arch)) && (only.MinKernel is null || AtLeast(only.MinKernel))
            && !not.Caps.Any(Has) && !not.Arches.Contains(arch) && (not.MinKernel is null || !AtLeast(not.MinKernel));

        bool Has(string name) => Capability.TryParse(name, out int number) && (capabilities >> number & 1) != 0;
        bool AtLeast(string text) => Version.TryParse(text, out Version? least) && kernel >= least;
    }

    private static IReadOnlyList<string> Architectures(SeccompSpec spec, Architecture machine)
    {
        string native = machine == Architecture.Arm64 ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64";
        return [native, .. spec.Architectures, .. spec.ArchMap.Where(map => map.Architecture == native).SelectMany(map => map.SubArchitectures)];
    }

    private static uint Action(string name, uint? own, uint? fallback, string at, List<string> faults)
    {
        if (name == "SCMP_ACT_NOTIFY")
        {
            faults.Add($"{at}: SCMP_ACT_NOTIFY hands calls to a program beside the container, and Fleet has none; use SCMP_ACT_ERRNO");
        }
        else if (SeccompAction.TryParse(name, out uint action, out bool takesNumber))
        {
            return takesNumber ? action | ((own ?? fallback ?? Eperm) & 0xffff) : action;
        }
        else
        {
            faults.Add($"{at}: '{name}' is not an action (SCMP_ACT_ALLOW, _ERRNO, _KILL, _KILL_PROCESS, _KILL_THREAD, _TRAP, _TRACE, _LOG)");
        }

        return SeccompAction.KillProcess;
    }

    private static ArgumentTest Test(SyscallArgSpec arg, string at, List<string> faults)
    {
        bool known = ArgumentTest.TryParse(arg.Op, out ArgumentOperator op);
        if (!known || arg.Index > 5)
        {
            faults.Add($"{at}: argument {arg.Index} with '{arg.Op}' is no test (index 0 to 5; SCMP_CMP_EQ, _NE, _LT, _LE, _GE, _GT, _MASKED_EQ)");
        }

        return new ArgumentTest((int)Math.Min(arg.Index, 5), op, arg.Value, arg.ValueTwo);
    }
}
