using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Fleet.Containers.Spec;
using Fleet.Linux.Security;

namespace Fleet.Containers.Plan;

/// <summary>The compiled system call filter of a container: Fleet's own, which opens what its capabilities are for, or the one it brings.</summary>
internal static class SeccompOf
{
    /// <summary>What leaves every call free.</summary>
    private const string Unconfined = "SCMP_ACT_ALLOW";

    /// <summary>Compiling takes milliseconds, and nearly all containers have the same capabilities.</summary>
    private static readonly ConcurrentDictionary<ulong, byte[]> Compiled = new();

    /// <exception cref="SpecException">The filter cannot be made.</exception>
    public static byte[] Filter(RuntimeSpec spec)
    {
        ulong capabilities = CapabilityPlans.Of(spec.Process?.Capabilities).Bounding;
        return spec.Linux.Seccomp switch
        {
            null or { DefaultAction: Unconfined, Syscalls.Count: 0 } => [],
            var own when own == SeccompSpec.Default => Compiled.GetOrAdd(capabilities, SeccompFilter.Default),
            var given => SeccompFilter.Of(SeccompRules.Of(given, capabilities, RuntimeInformation.ProcessArchitecture, Environment.OSVersion.Version)),
        };
    }
}
