using System.Runtime.InteropServices;

namespace Fleet.Linux.Security;

/// <summary>The calls of one architecture that a machine runs programs of.</summary>
/// <param name="Name">libseccomp's.</param>
/// <param name="Number">AUDIT_ARCH_* of linux/audit.h.</param>
/// <param name="HasX32">Numbers from 0x40000000 on are another way to the same calls.</param>
internal sealed record CallTable(string Name, uint Number, string?[] Calls, bool HasX32 = false)
{
    /// <exception cref="PlatformNotSupportedException">Neither x86-64 nor arm64.</exception>
    internal static IReadOnlyList<CallTable> Of(Architecture machine) => machine switch
    {
        Architecture.X64 => [new("SCMP_ARCH_X86_64", 0xc000_003e, SyscallTable.X64, HasX32: true), new("SCMP_ARCH_X86", 0x4000_0003, SyscallTable.I386)],
        Architecture.Arm64 => [new("SCMP_ARCH_AARCH64", 0xc000_00b7, SyscallTable.Arm64)],
        _ => throw new PlatformNotSupportedException($"no seccomp filter for {machine}: use x86-64 or arm64"),
    };
}
