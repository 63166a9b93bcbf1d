using Fleet.Images.Unpacking;

namespace Fleet.Images.Import;

/// <summary>A tar whose entries are read where they stand: nothing is unpacked. A compressed one is first made plain beside the blobs.</summary>
internal sealed class ArchiveFiles : IImportFiles
{
    private readonly string _archive;
    private readonly string? _plain;
    private readonly Dictionary<string, (long Offset, long Length)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    private ArchiveFiles(string name, string archive, string? plain)
    {
        (Name, _archive, _plain) = (name, archive, plain);
        using FileStream stream = OpenArchive();
        var reader = new TarReader(stream);
        while (reader.Next() is { } entry)
        {
            string path = LayerPath.Clean(entry.Name, $"entry {entry.Text}");
            (_, string last) = LayerPath.Split(path);
            switch (entry.Kind)
            {
                case TarKind.Regular when entry.Parts is null:
                    _files[path] = (reader.Position, entry.StoredSize);
                    break;
                case TarKind.Symlink or TarKind.HardLink when last.Length > 0:
                    _links[path] = Target(path, entry);
                    break;
            }
        }
    }

    public string Name { get; }

    internal static ArchiveFiles Open(string path, Func<string> newFile, CancellationToken cancel)
    {
        string? plain = null;
        try
        {
            using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
            {
                Stream archive = Decompression.Open(file);
                if (!ReferenceEquals(archive, file))
                {
                    plain = newFile();
                    using (archive)
                    using (FileStream to = File.Create(plain))
                        new DigestStream(archive, cancel).CopyTo(to, 1 << 17);
                }
            }

            return new ArchiveFiles(path, plain ?? path, plain);
        }
        catch (Exception e)
        {
            if (plain is not null)
                File.Delete(plain);
            if (LayerUnpacker.Translate(e, path) is { } better)
                throw better;
            throw;
        }
    }

    public Stream? Open(string path)
    {
        path = path.TrimStart('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        // docker save writes a layer that occurs twice as a link to its first place.
        for (int links = 0; links < 8 && _links.TryGetValue(path, out string? target); links++)
            path = target;
        return _files.TryGetValue(path, out (long Offset, long Length) at) ? new FilePart(OpenArchive(), at.Offset, at.Length) : null;
    }

    public void Dispose()
    {
        if (_plain is not null)
            File.Delete(_plain);
    }

    private static string Target(string path, TarEntry entry)
    {
        string target = LayerPath.FromBytes(entry.LinkName);
        if (entry.Kind == TarKind.HardLink)
            return LayerPath.Clean(entry.LinkName, $"entry {entry.Text}");
        // Only names in this archive are ever looked up, so ".." here is arithmetic on names and leads nowhere else.
        var parts = new List<string>(LayerPath.Split(path).Folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    private FileStream OpenArchive() =>
        new(_archive, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
}
