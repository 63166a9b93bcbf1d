using System.IO.Compression;
using System.Text;
using Fleet.Images.Layout;

namespace Fleet.Images.Tests.Support;

/// <summary>A layer entry by entry, in the order in which they are to stand in the archive.</summary>
internal sealed class TestLayer
{
    private readonly MemoryStream _archive = new();
    private readonly TarWriter _tar;

    internal TestLayer() => _tar = new TarWriter(_archive);

    internal TestLayer Folder(string name, uint mode = 0x1ed, uint uid = 0, uint gid = 0, long time = 0) =>
        Add(new TarItem(name.EndsWith('/') ? name : name + "/", '5') { Mode = mode, Uid = uid, Gid = gid, ModifiedSeconds = time });

    internal TestLayer File(string name, string content = "", uint mode = 0x1a4, uint uid = 0, uint gid = 0, long time = 0) =>
        Add(new TarItem(name, '0') { Mode = mode, Uid = uid, Gid = gid, ModifiedSeconds = time }, Encoding.UTF8.GetBytes(content));

    internal TestLayer Link(string name, string target) => Add(new TarItem(name, '1') { LinkName = target });

    internal TestLayer Symlink(string name, string target) => Add(new TarItem(name, '2') { LinkName = target, Mode = 0x1ff });

    internal TestLayer Add(TarItem item, byte[]? data = null)
    {
        _tar.Add(item with { Size = data?.Length ?? 0 });
        if (data is not null)
            _tar.AddData(new MemoryStream(data), data.Length);
        return this;
    }

    /// <summary>Bytes as they are: headers that no writer makes.</summary>
    internal TestLayer Raw(byte[] bytes)
    {
        _archive.Write(bytes);
        return this;
    }

    /// <summary>The archive with its end.</summary>
    internal byte[] Tar()
    {
        byte[] content = _archive.ToArray();
        return [.. content, .. new byte[1024]];
    }

    internal static byte[] Gzip(byte[] content)
    {
        var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
            gzip.Write(content);
        return to.ToArray();
    }
}
