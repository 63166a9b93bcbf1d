using System.Runtime.InteropServices;

namespace Fleet.Linux.Security;

/// <summary>Instructions of classic BPF over struct seccomp_data (linux/filter.h, linux/seccomp.h); both machines are little-endian.</summary>
internal sealed class BpfProgram
{
    // BPF_LD|BPF_W|BPF_ABS, BPF_ALU|BPF_AND|BPF_K, BPF_RET|BPF_K, BPF_JMP|BPF_JA, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_JMP|BPF_JGT|BPF_K
    private const ushort Load = 0x20, AndConstant = 0x54, ReturnConstant = 0x06, Jump = 0x05, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, JumpIfGreater = 0x25;
    private const uint NumberOffset = 0, ArchitectureOffset = 4, ArgumentsOffset = 16;

    /// <summary>struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Constant);

    private readonly List<Instruction> _instructions = [];

    internal int Count => _instructions.Count;

    internal IReadOnlyList<Instruction> Instructions => _instructions;

    internal void LoadNumber() => Add(Load, NumberOffset);

    internal void LoadArchitecture() => Add(Load, ArchitectureOffset);

    /// <summary>The low 32 bits.</summary>
    internal void LoadArgument(int index) => Add(Load, ArgumentsOffset + (uint)index * 8);

    /// <summary>The high 32 bits.</summary>
    internal void LoadArgumentHigh(int index) => Add(Load, ArgumentsOffset + (uint)index * 8 + 4);

    internal void And(uint mask) => Add(AndConstant, mask);

    internal void Return(uint action) => Add(ReturnConstant, action);

    internal void SkipIfEqual(uint value, int count) => Skip(JumpIfEqual, value, count, whenTrue: true);

    internal void SkipUnlessEqual(uint value, int count) => Skip(JumpIfEqual, value, count, whenTrue: false);

    internal void SkipIfAtLeast(uint value, int count) => Skip(JumpIfAtLeast, value, count, whenTrue: true);

    internal void SkipUnlessAtLeast(uint value, int count) => Skip(JumpIfAtLeast, value, count, whenTrue: false);

    internal void SkipIfGreater(uint value, int count) => Skip(JumpIfGreater, value, count, whenTrue: true);

    internal void SkipUnlessGreater(uint value, int count) => Skip(JumpIfGreater, value, count, whenTrue: false);

    internal void Append(BpfProgram other) => _instructions.AddRange(other._instructions);

    internal byte[] ToBytes() => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_instructions)).ToArray();

    // A conditional jump reaches 255 instructions; further it goes by an unconditional one behind it.
    private void Skip(ushort condition, uint value, int count, bool whenTrue)
    {
        if (count <= byte.MaxValue)
        {
            _instructions.Add(new Instruction(condition, whenTrue ? (byte)count : (byte)0, whenTrue ? (byte)0 : (byte)count, value));
            return;
        }

        _instructions.Add(new Instruction(condition, whenTrue ? (byte)0 : (byte)1, whenTrue ? (byte)1 : (byte)0, value));
        Add(Jump, (uint)count);
    }

    private void Add(ushort code, uint constant) => _instructions.Add(new Instruction(code, 0, 0, constant));
}
