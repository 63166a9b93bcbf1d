using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Journal.Raft.Storage;

/// <summary>A folder of this host. Plain writes and fsync(2): a mapped page would end the process where the disk is full.</summary>
internal sealed partial class FileDisk : IDisk
{
    private readonly string _folder;

    public FileDisk(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public long Length(string name) => new FileInfo(At(name)).Length;

    public byte[] Read(string name, long offset, int count)
    {
        using var handle = File.OpenHandle(At(name));
        byte[] bytes = new byte[(int)Math.Clamp(RandomAccess.GetLength(handle) - offset, 0, count)];
        int done = 0;
        while (done < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(done), offset + done) is > 0 and var read) done += read;
        return done == bytes.Length ? bytes : bytes[..done];
    }

    public IDiskFile Open(string name) => new OpenFile(File.OpenHandle(At(name), FileMode.OpenOrCreate, FileAccess.ReadWrite));

    public void Rename(string name, string to) => File.Move(At(name), At(to), overwrite: true);

    public void Delete(string name) => File.Delete(At(name));

    // fsync(2) of the folder itself, which .NET opens no handle for.
    public void SyncFolder()
    {
        int descriptor = Open(_folder, ReadOnlyDirectory);
        if (descriptor < 0) throw new IOException($"{_folder} cannot be opened to be synchronised: errno {Marshal.GetLastPInvokeError()}");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Fsync(descriptor) != 0) throw new IOException($"{_folder} cannot be synchronised: errno {Marshal.GetLastPInvokeError()}", Marshal.GetLastPInvokeError());
    }

    private string At(string name) => Path.Combine(_folder, name);

    // open(2), O_CLOEXEC | O_RDONLY: the same number on x86-64 and arm64.
    private const int ReadOnlyDirectory = 0x80000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    private sealed class OpenFile(SafeFileHandle handle) : IDiskFile
    {
        public long Length { get; private set; } = RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, Length);
            Length += bytes.Length;
        }

        public void CutTo(long length)
        {
            RandomAccess.SetLength(handle, length);
            Length = length;
        }

        public void Sync() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }
}
