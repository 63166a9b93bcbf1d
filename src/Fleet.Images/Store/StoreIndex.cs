using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Images.Records;
using Fleet.Linux.Files;

namespace Fleet.Images.Store;

/// <summary>
/// The records in memory and on disk. Its owner locks, all but for <see cref="Images"/>: who only looks must not wait until a busy
/// disk has taken what another writes.
/// </summary>
internal sealed class StoreIndex
{
    private readonly string _path;
    private volatile ImmutableDictionary<string, ImageRecord> _images = ImmutableDictionary.Create<string, ImageRecord>(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private long _nextFolder = 1;

    internal StoreIndex(string path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        StoreDocument document = Read(path);
        _images = _images.SetItems(document.Images.Select(image => KeyValuePair.Create(image.Digest, image)));
        foreach ((string chain, string folder) in document.Folders)
            _folders[chain] = folder;
        _nextFolder = document.NextFolder;
    }

    /// <summary>As they are at this moment; needs no lock.</summary>
    internal IReadOnlyCollection<ImageRecord> Images => [.. _images.Values];

    /// <summary>Layer folders by chain id; those that no saved image names yet too.</summary>
    internal IReadOnlyDictionary<string, string> Folders => _folders;

    internal ImageRecord? ByDigest(string digest) => _images.GetValueOrDefault(digest);

    internal ImageRecord? ByName(string name) => _images.Values.FirstOrDefault(i => i.Names.Contains(name));

    internal string? FolderOf(string chainId) => _folders.GetValueOrDefault(chainId);

    /// <summary>A short name that was never used: 151 of them must fit into one page of mount options.</summary>
    internal string NewFolderName()
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        string name = "";
        for (long number = _nextFolder++; number > 0; number /= 36)
            name = Digits[(int)(number % 36)] + name;
        return name;
    }

    internal void AddFolder(string chainId, string folder) => _folders[chainId] = folder;

    internal void RemoveFolder(string chainId) => _folders.Remove(chainId);

    /// <summary>Adds an image; names move to it from others, and names it already had stay.</summary>
    internal ImageRecord Put(ImageRecord image, IEnumerable<string> names)
    {
        ImmutableArray<string> wanted = [.. names];
        ImmutableArray<string> had = ByDigest(image.Digest)?.Names ?? [];
        ImageRecord put = image with { Names = [.. had.Concat(wanted).Distinct()] };
        _images = _images
            .SetItems(Images.Where(i => i.Names.Any(wanted.Contains)).Select(i => KeyValuePair.Create(i.Digest, i with { Names = i.Names.RemoveAll(wanted.Contains) })))
            .SetItem(put.Digest, put);
        return put;
    }

    internal void Remove(string digest) => _images = _images.Remove(digest);

    internal void RemoveName(ImageRecord image, string name) => _images = _images.SetItem(image.Digest, image with { Names = image.Names.Remove(name) });

    /// <summary>
    /// Writes down the images and their layers. Not the layers of images that are still being taken in: those may not have reached
    /// the disk, and would be taken for whole after a power cut.
    /// </summary>
    internal void Save()
    {
        HashSet<string> named = [.. _images.Values.SelectMany(image => image.Layers).Select(layer => layer.ChainId)];
        var document = new StoreDocument
        {
            NextFolder = _nextFolder,
            Images = [.. _images.Values.OrderBy(i => i.Digest, StringComparer.Ordinal)],
            Folders = _folders.Where(folder => named.Contains(folder.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(document, StoreJson.Default.StoreDocument));
    }

    private static StoreDocument Read(string path)
    {
        StoreDocument document = StoreJson.Read(path, StoreJson.Default.StoreDocument);
        return document.Version == 1
            ? document
            : throw new ImageException(ImageProblem.Invalid, $"{path} is of version {document.Version}, which this Fleet does not know; use the Fleet that wrote it, or a newer one");
    }
}
