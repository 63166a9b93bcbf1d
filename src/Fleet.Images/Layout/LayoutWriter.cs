using System.IO.Compression;
using System.Security.Cryptography;
using Fleet.Images.Content;
using Fleet.Images.Manifests;
using Fleet.Images.Records;

namespace Fleet.Images.Layout;

/// <summary>
/// Writes an OCI image layout (image-spec image-layout.md) from folders. The same folders give the same digests: entries are
/// sorted, owners are 0:0 and times are fixed.
/// </summary>
public sealed class LayoutWriter
{
    private readonly string _folder;
    private readonly string _blobs;
    private readonly List<(Descriptor Layer, string DiffId)> _layers = [];

    /// <param name="folder">Made if it is missing; an image there is replaced by <see cref="Write"/>.</param>
    public LayoutWriter(string folder)
    {
        (_folder, _blobs) = (folder, Path.Combine(folder, "blobs", "sha256"));
        Directory.CreateDirectory(_blobs);
    }

    /// <summary>What the config says the image is for; this machine by default.</summary>
    public Platform Platform { get; init; } = Platform.OfThisMachine;

    /// <summary>Adds what is below <paramref name="source"/> as the next layer.</summary>
    /// <param name="source">A folder of the host.</param>
    /// <param name="prefix">Where it stands in the image: <c>/app</c>; parents are made.</param>
    public LayoutWriter AddFolder(string source, string prefix = "/") => AddLayer(archive => FolderLayer.Write(archive, source, prefix));

    /// <summary>Writes config, manifest and index.</summary>
    /// <param name="name">The ref.name annotation.</param>
    /// <returns>The manifest's digest.</returns>
    public string Write(ImageConfig config, string name)
    {
        byte[] configFile = LayoutJson.Config(Platform, config, _layers.Select(l => l.DiffId));
        Add(configFile);
        byte[] manifest = LayoutJson.Manifest(
            new Descriptor(MediaTypes.Config, Digest.Of(configFile), configFile.Length), _layers.Select(l => l.Layer));
        Add(manifest);
        var root = new Descriptor(MediaTypes.Manifest, Digest.Of(manifest), manifest.Length) { RefName = name };
        File.WriteAllBytes(Path.Combine(_folder, "index.json"), LayoutJson.Index(root));
        File.WriteAllText(Path.Combine(_folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return root.Digest;
    }

    /// <summary>A layer out of a tar that <paramref name="write"/> writes; kept gzipped.</summary>
    internal LayoutWriter AddLayer(Action<Stream> write)
    {
        string beside = Path.Combine(_blobs, ".new");
        string diffId;
        using (FileStream file = File.Create(beside))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var hash = SHA256.Create())
        {
            using (var archive = new CryptoStream(gzip, hash, CryptoStreamMode.Write, leaveOpen: true))
                write(archive);
            diffId = Digest.Prefix + Convert.ToHexStringLower(hash.Hash!);
        }

        string digest;
        using (FileStream file = File.OpenRead(beside))
            digest = Digest.Prefix + Convert.ToHexStringLower(SHA256.HashData(file));
        _layers.Add((new Descriptor(MediaTypes.LayerGzip, digest, new FileInfo(beside).Length), diffId));
        File.Move(beside, Path.Combine(_blobs, digest[Digest.Prefix.Length..]), overwrite: true);
        return this;
    }

    private void Add(byte[] content) => File.WriteAllBytes(Path.Combine(_blobs, Digest.Of(content)[Digest.Prefix.Length..]), content);
}
