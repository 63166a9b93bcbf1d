using Fleet.Linux.Security;

namespace Fleet.Linux.Tests.Security;

/// <summary>Classic BPF over struct seccomp_data, as the kernel runs it.</summary>
internal static class BpfInterpreter
{
    internal const uint X64 = 0xc000003e, I386 = 0x40000003, Arm64 = 0xc00000b7;

    internal static uint Judge(BpfProgram program, uint arch, uint number, params ulong[] arguments)
    {
        uint accumulator = 0;
        for (int at = 0; ; at++)
        {
            BpfProgram.Instruction i = program.Instructions[at];
            switch (i.Code)
            {
                case 0x20: accumulator = Load(i.Constant, arch, number, arguments); break;
                case 0x54: accumulator &= i.Constant; break;
                case 0x05: at += (int)i.Constant; break;
                case 0x15: at += accumulator == i.Constant ? i.IfTrue : i.IfFalse; break;
                case 0x25: at += accumulator > i.Constant ? i.IfTrue : i.IfFalse; break;
                case 0x35: at += accumulator >= i.Constant ? i.IfTrue : i.IfFalse; break;
                case 0x06: return i.Constant;
                default: throw new InvalidOperationException($"code {i.Code:x}");
            }
        }
    }

    private static uint Load(uint offset, uint arch, uint number, ulong[] arguments)
    {
        if (offset < 16)
        {
            return offset switch { 0 => number, 4 => arch, _ => throw new InvalidOperationException($"loads {offset}") };
        }

        int index = (int)(offset - 16) / 8;
        ulong value = index < arguments.Length ? arguments[index] : 0;
        return (offset & 4) == 0 ? (uint)value : (uint)(value >> 32);
    }
}
