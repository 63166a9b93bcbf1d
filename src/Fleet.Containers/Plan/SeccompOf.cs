using System.Collections.Concurrent;
using Fleet.Containers.Spec;
using Fleet.Linux.Security;

namespace Fleet.Containers.Plan;

/// <summary>The compiled system call filter of a container: Fleet's default, which opens what its capabilities are for.</summary>
internal static class SeccompOf
{
    /// <summary>What leaves every call free.</summary>
    public const string Unconfined = "SCMP_ACT_ALLOW";

    /// <summary>Compiling takes milliseconds, and nearly all containers have the same capabilities.</summary>
    private static readonly ConcurrentDictionary<ulong, byte[]> Compiled = new();

    public static byte[] Filter(RuntimeSpec spec) => spec.Linux.Seccomp is null or { DefaultAction: Unconfined }
        ? []
        : Compiled.GetOrAdd(CapabilityPlans.Of(spec.Process?.Capabilities).Bounding, SeccompFilter.Default);
}
