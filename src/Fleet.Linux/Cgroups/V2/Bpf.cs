using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Linux.Cgroups.V2;

/// <summary>bpf(2), as far as programs of a cgroup need it. The offsets are those of union bpf_attr in linux/bpf.h.</summary>
internal static unsafe class Bpf
{
    internal const int Load = 5, Attach = 8, Detach = 9, FdById = 13, Query = 16;
    internal const uint CgroupDeviceProgram = 15, CgroupDeviceAttachment = 6, AllowMulti = 2;
    private const int AttributeSize = 128, MostPrograms = 64;
    private const int TryAgain = 11, Attempts = 1000;

    /// <summary>The number of bpf(2), which every architecture has to itself (asm/unistd.h).</summary>
    internal static long CallNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 280,
        Architecture other => throw new PlatformNotSupportedException($"the number of bpf(2) on {other} is not known"),
    };

    /// <summary>Loads a program that answers for devices; the kernel's verifier has its say here.</summary>
    public static OwnedFd LoadDeviceProgram(byte[] instructions)
    {
        byte[] log = new byte[16384];
        fixed (byte* code = instructions, license = "Apache-2.0\0"u8, words = log)
        {
            byte* attribute = stackalloc byte[AttributeSize];
            new Span<byte>(attribute, AttributeSize).Clear();
            *(uint*)attribute = CgroupDeviceProgram;
            *(uint*)(attribute + 4) = (uint)(instructions.Length / DeviceProgram.InstructionSize);
            *(ulong*)(attribute + 8) = (ulong)code;
            *(ulong*)(attribute + 16) = (ulong)license;
            long fd = Call(Load, attribute);

            // The verifier gives up when a signal comes, and the runtime sends its threads many.
            for (int attempt = 0; fd < 0 && Errno.Last.Value == TryAgain && attempt < Attempts; attempt++)
            {
                fd = Call(Load, attribute);
            }

            if (fd < 0)
            {
                Errno errno = Errno.Last;

                // Once more for the verifier's words; it does not write any unless asked.
                *(uint*)(attribute + 24) = 1;
                *(uint*)(attribute + 28) = (uint)log.Length;
                *(ulong*)(attribute + 32) = (ulong)words;
                _ = Call(Load, attribute);
                string verdict = Encoding.ASCII.GetString(log).TrimEnd('\0', '\n');
                throw new KernelException("load the device program of", "a cgroup", errno, $"the kernel needs CONFIG_CGROUP_BPF {verdict}".Trim());
            }

            return new OwnedFd((int)fd);
        }
    }

    public static void AttachTo(OwnedFd folder, OwnedFd program, string name)
    {
        byte* attribute = stackalloc byte[AttributeSize];
        Attachment(attribute, folder, program);
        *(uint*)(attribute + 12) = AllowMulti;
        KernelException.Check(Call(Attach, attribute), "attach the device program to", name, "run as root");
    }

    public static void DetachFrom(OwnedFd folder, OwnedFd program, string name)
    {
        byte* attribute = stackalloc byte[AttributeSize];
        Attachment(attribute, folder, program);
        KernelException.Check(Call(Detach, attribute), "detach the old device program from", name);
    }

    /// <summary>The programs attached to this very group.</summary>
    public static IReadOnlyList<OwnedFd> AttachedTo(OwnedFd folder, string name)
    {
        uint* ids = stackalloc uint[MostPrograms];
        byte* attribute = stackalloc byte[AttributeSize];
        new Span<byte>(attribute, AttributeSize).Clear();
        *(uint*)attribute = (uint)folder.Number;
        *(uint*)(attribute + 4) = CgroupDeviceAttachment;
        *(ulong*)(attribute + 16) = (ulong)ids;
        *(uint*)(attribute + 24) = MostPrograms;
        KernelException.Check(Call(Query, attribute), "ask for the device programs of", name);
        var programs = new List<OwnedFd>();
        byte* byId = stackalloc byte[AttributeSize];
        for (uint i = 0; i < *(uint*)(attribute + 24); i++)
        {
            new Span<byte>(byId, AttributeSize).Clear();
            *(uint*)byId = ids[i];
            long fd = Call(FdById, byId);
            if (fd >= 0)
            {
                programs.Add(new OwnedFd((int)fd));
            }
        }

        return programs;
    }

    private static void Attachment(byte* attribute, OwnedFd folder, OwnedFd program)
    {
        new Span<byte>(attribute, AttributeSize).Clear();
        *(uint*)attribute = (uint)folder.Number;
        *(uint*)(attribute + 4) = (uint)program.Number;
        *(uint*)(attribute + 8) = CgroupDeviceAttachment;
    }

    private static long Call(int command, byte* attribute) => SystemCall(CallNumber, command, attribute, AttributeSize);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long SystemCall(long number, long command, byte* attribute, long size);
}
