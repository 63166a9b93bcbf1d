using System.Buffers.Binary;
using System.Text;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Demo;

/// <summary>What a native program is linked against, read from its ELF header and dynamic section (elf(5)), 64 bits, this machine's byte order.</summary>
internal static class NativeLibraries
{
    private const int Dynamic = 2, Interpreter = 3;             // PT_DYNAMIC, PT_INTERP
    private const long Needed = 1, StringTable = 5;             // DT_NEEDED, DT_STRTAB

    /// <summary>The loader and all libraries, each by the path that the loader would find it at.</summary>
    public static IReadOnlyList<string> Of(string program)
    {
        var found = new Dictionary<string, string>();
        var open = new Queue<string>([program]);
        string? loader = null;
        while (open.TryDequeue(out string? file))
        {
            byte[] elf = File.ReadAllBytes(file);
            loader ??= Text(elf, Segment(elf, Interpreter)?.Offset ?? throw new LabException($"{file} is no dynamically linked program"));
            foreach (string name in NeededBy(elf))
            {
                if (name == Path.GetFileName(loader) || found.ContainsKey(name)) continue;
                found[name] = Find(name, loader);
                open.Enqueue(found[name]);
            }
        }
        return [loader!, .. found.Values];
    }

    // Where Debian and others keep libraries: beside each other, in the folder of the architecture.
    private static string Find(string name, string loader)
    {
        string architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.Arm64 => "aarch64-linux-gnu",
            _ => "x86_64-linux-gnu",
        };
        string[] folders = [$"/lib/{architecture}", $"/usr/lib/{architecture}", "/lib64", "/usr/lib64", Path.GetDirectoryName(loader)!];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new LabException($"library {name} is in none of {string.Join(", ", folders)}: install the C library's package");
    }

    private static IEnumerable<string> NeededBy(byte[] elf)
    {
        if (Segment(elf, Dynamic) is not { } dynamic) yield break;
        var entries = new List<(long Tag, long Value)>();
        for (long at = dynamic.Offset; at < dynamic.Offset + dynamic.Size; at += 16)
        {
            long tag = BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at));
            if (tag == 0) break;
            entries.Add((tag, BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at + 8))));
        }
        long strings = OffsetOf(elf, entries.First(entry => entry.Tag == StringTable).Value);
        foreach (var (_, value) in entries.Where(entry => entry.Tag == Needed)) yield return Text(elf, strings + value);
    }

    private static (long Offset, long Size)? Segment(byte[] elf, int type)
    {
        foreach (var (kind, offset, _, size) in Segments(elf))
        {
            if (kind == type) return (offset, size);
        }
        return null;
    }

    // An address in memory to a place in the file, by the PT_LOAD segment (type 1) that holds it.
    private static long OffsetOf(byte[] elf, long address)
    {
        foreach (var (kind, offset, virtualAddress, size) in Segments(elf))
        {
            if (kind == 1 && address >= virtualAddress && address < virtualAddress + size) return offset + (address - virtualAddress);
        }
        throw new LabException("the program's dynamic section points outside of it");
    }

    // Elf64_Ehdr: e_phoff at 32, e_phentsize at 54, e_phnum at 56. Elf64_Phdr: type 0, offset 8, vaddr 16, filesz 32.
    private static IEnumerable<(int Type, long Offset, long Address, long Size)> Segments(byte[] elf)
    {
        long at = BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(32));
        int step = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(54)), count = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(56));
        for (int i = 0; i < count; i++, at += step)
        {
            yield return (BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan((int)at)),
                BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at + 8)),
                BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at + 16)),
                BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at + 32)));
        }
    }

    private static string Text(byte[] bytes, long at)
    {
        var rest = bytes.AsSpan((int)at);
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }
}
