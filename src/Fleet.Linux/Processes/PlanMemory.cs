using System.Text;

namespace Fleet.Linux.Processes;

/// <summary>
/// Unmanaged memory for what a cloned child reads: handed out in order, never moved, given back to the kernel as a whole (mmap(2)):
/// the heap would keep it, and a shim lives as long as its container.
/// </summary>
public sealed unsafe class PlanMemory : IDisposable
{
    private const int ChunkSize = 64 * 1024;
    private const int ReadWrite = 3 /* PROT_READ | PROT_WRITE */, PrivateAnonymous = 0x22 /* MAP_PRIVATE | MAP_ANONYMOUS */;
    private readonly List<(nint At, nint Size)> _chunks = [];
    private byte* _next;
    private nint _left;

    /// <summary>Zeroed bytes, aligned to 8.</summary>
    public byte* Bytes(int count)
    {
        count = (count + 7) & ~7;
        if (count > _left)
        {
            int size = Math.Max(ChunkSize, count);
            _next = (byte*)Raw.Check(Raw.Call(Nr.Mmap, 0, size, ReadWrite, PrivateAnonymous, -1), "get memory for", "a plan");
            _left = size;
            _chunks.Add(((nint)_next, size));
        }

        byte* result = _next;
        _next += count;
        _left -= count;
        return result;
    }

    /// <summary>A place for the result of one call, which a later one takes as its argument.</summary>
    public long* Slot(long value = -1)
    {
        long* slot = (long*)Bytes(sizeof(long));
        *slot = value;
        return slot;
    }

    /// <summary>UTF-8 with a NUL behind it.</summary>
    /// <exception cref="ArgumentException">A NUL inside: the kernel would see less than what was said.</exception>
    public byte* Text(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException($"a NUL character in \"{text.Replace('\0', '?')}\"");
        }

        int length = Encoding.UTF8.GetByteCount(text);
        byte* to = Bytes(length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(to, length));
        return to;
    }

    /// <summary>A NULL-ended array of texts (argv, envp), with <paramref name="spare"/> empty places before the NULL.</summary>
    public byte** Texts(IReadOnlyList<string> texts, int spare = 0)
    {
        byte** array = (byte**)Bytes((texts.Count + spare + 1) * sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            array[i] = Text(texts[i]);
        }

        return array;
    }

    public void Dispose()
    {
        foreach ((nint at, nint size) in _chunks)
        {
            Raw.Call(Nr.Munmap, at, size);
        }

        _chunks.Clear();
        _left = 0;
    }
}
