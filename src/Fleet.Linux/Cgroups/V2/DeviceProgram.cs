using System.Buffers.Binary;

namespace Fleet.Linux.Cgroups.V2;

/// <summary>
/// The eBPF program that answers for a group whether a device may be used (kernel: admin-guide/cgroup-v2, "Device controller";
/// linux/bpf.h, struct bpf_cgroup_dev_ctx). It reads kind and access, major, minor, and returns 1 or 0.
/// </summary>
internal static class DeviceProgram
{
    // Opcodes: class | operation | source (linux/bpf_common.h, linux/bpf.h).
    private const byte LoadWord = 0x61, And32 = 0x54, Shift32 = 0x74, Move32Register = 0xbc, Move64 = 0xb7;
    private const byte JumpNotEqual = 0x55, JumpNotEqualRegister = 0x5d, JumpEqual = 0x15, Exit = 0x95;

    private const byte Result = 0, Context = 1, Kind = 2, Access = 3, Major = 4, Minor = 5, Scratch = 1;

    private const int BlockDevice = 1, CharacterDevice = 2;

    public const int InstructionSize = 8;

    public static byte[] Of(DeviceList list)
    {
        var program = new List<ulong>
        {
            Instruction(LoadWord, Kind, Context, 0, 0),
            Instruction(Move32Register, Access, Kind, 0, 0),
            Instruction(And32, Kind, 0, 0, 0xFFFF),
            Instruction(Shift32, Access, 0, 0, 16),
            Instruction(LoadWord, Major, Context, 4, 0),
            Instruction(LoadWord, Minor, Context, 8, 0),
        };
        foreach (DeviceException exception in list.Exceptions)
        {
            program.AddRange(Check(exception, list.AllowByDefault));
        }

        program.Add(Instruction(Move64, Result, 0, 0, list.AllowByDefault ? 1 : 0));
        program.Add(Instruction(Exit, 0, 0, 0, 0));

        byte[] bytes = new byte[program.Count * InstructionSize];
        for (int i = 0; i < program.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * InstructionSize), program[i]);
        }

        return bytes;
    }

    /// <summary>A block that returns when the exception fits, and otherwise falls through to the next; jumps are patched to its end.</summary>
    private static List<ulong> Check(DeviceException exception, bool allowByDefault)
    {
        var block = new List<(byte Code, byte To, byte From, int Value, bool Jump)>
        {
            (JumpNotEqual, Kind, 0, exception.Kind == DeviceKind.Block ? BlockDevice : CharacterDevice, true),
        };
        if (exception.Major is { } major)
        {
            block.Add((JumpNotEqual, Major, 0, unchecked((int)major), true));
        }

        if (exception.Minor is { } minor)
        {
            block.Add((JumpNotEqual, Minor, 0, unchecked((int)minor), true));
        }

        if (exception.Access != DeviceAccess.All)
        {
            block.Add((Move32Register, Scratch, Access, 0, false));
            block.Add((And32, Scratch, 0, (int)exception.Access, false));

            // Allowed is what lies wholly within the exception; denied is what touches it.
            block.Add(allowByDefault ? (JumpEqual, Scratch, (byte)0, 0, true) : (JumpNotEqualRegister, Scratch, Access, 0, true));
        }

        block.Add((Move64, Result, 0, allowByDefault ? 0 : 1, false));
        block.Add((Exit, 0, 0, 0, false));
        return [.. block.Select((line, at) =>
            Instruction(line.Code, line.To, line.From, (short)(line.Jump ? block.Count - at - 1 : 0), line.Value))];
    }

    /// <summary>struct bpf_insn: code, two register numbers, offset, immediate. The register nibbles are as on little-endian machines.</summary>
    private static ulong Instruction(byte code, byte to, byte from, short offset, int value) =>
        code | (ulong)(byte)(to | (from << 4)) << 8 | (ulong)(ushort)offset << 16 | (ulong)(uint)value << 32;
}
