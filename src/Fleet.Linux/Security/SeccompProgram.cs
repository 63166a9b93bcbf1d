using System.Runtime.InteropServices;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Security;

/// <summary>A compiled filter, as seccomp(2) takes it: an array of struct sock_filter (linux/filter.h, 8 bytes each).</summary>
public static unsafe class SeccompProgram
{
    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Head
    {
        internal ushort Length;
        internal nint Instructions;
    }

    internal const int InstructionSize = 8, MostInstructions = 4096;

    /// <summary>Puts the program into a plan's memory and returns the address of its head.</summary>
    /// <exception cref="ArgumentException">Not a whole number of instructions, or more than the kernel takes.</exception>
    public static void* Lay(PlanMemory memory, byte[] instructions)
    {
        if (instructions.Length % InstructionSize != 0 || instructions.Length / InstructionSize > MostInstructions)
        {
            throw new ArgumentException($"a seccomp filter of {instructions.Length} bytes");
        }

        byte* code = memory.Bytes(instructions.Length);
        instructions.CopyTo(new Span<byte>(code, instructions.Length));
        var head = (Head*)memory.Bytes(sizeof(Head));
        head->Length = (ushort)(instructions.Length / InstructionSize);
        head->Instructions = (nint)code;
        return head;
    }
}
