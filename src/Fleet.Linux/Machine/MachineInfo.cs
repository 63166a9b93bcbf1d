using System.Runtime.InteropServices;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Machine;

/// <summary>What a machine is, read once.</summary>
/// <param name="Cpus">CPUs that are online.</param>
/// <param name="MemoryBytes">MemTotal.</param>
/// <param name="Kernel">Release, as uname -r.</param>
/// <param name="Architecture">In the words of images: <c>amd64</c>, <c>arm64</c>, ...</param>
/// <param name="BootId">Another one after each boot.</param>
/// <param name="Hostname">Of the reader's UTS namespace.</param>
public sealed record MachineInfo(int Cpus, long MemoryBytes, string Kernel, string Architecture, string BootId, string Hostname)
{
    private const string DefaultBootIdPath = "/proc/sys/kernel/random/boot_id";

    /// <param name="bootIdPath">A lab's host has one of its own.</param>
    public static MachineInfo Read(string bootIdPath = DefaultBootIdPath)
    {
        CgroupCapacity host = HostCapacity.Read();
        return new MachineInfo(
            host.CpuSet.Count,
            host.MemoryBytes,
            CgroupFile.Read("/proc/sys/kernel", "osrelease"),
            ArchitectureName(RuntimeInformation.OSArchitecture),
            File.ReadAllText(bootIdPath).Trim(),
            CgroupFile.Read("/proc/sys/kernel", "hostname"));
    }

    /// <summary>GOARCH, which the OCI image specification uses.</summary>
    internal static string ArchitectureName(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        System.Runtime.InteropServices.Architecture.Armv6 or System.Runtime.InteropServices.Architecture.Arm => "arm",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        System.Runtime.InteropServices.Architecture.S390x => "s390x",
        System.Runtime.InteropServices.Architecture.RiscV64 => "riscv64",
        System.Runtime.InteropServices.Architecture.LoongArch64 => "loong64",
        _ => architecture.ToString().ToLowerInvariant(),
    };
}
