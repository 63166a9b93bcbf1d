using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Images.References;
using Fleet.Images.Snapshots;

namespace Fleet.Images.Store;

public sealed partial class ImageStore
{
    /// <summary>
    /// Takes a name away and, with its last name (or when asked by id), the image, its layers and blobs, as far as no other
    /// image shares them.
    /// </summary>
    /// <returns>The digest of the image that is gone, or null if only a name went.</returns>
    /// <exception cref="ImageException"><see cref="ImageProblem.InUse"/> names the containers; <see cref="ImageProblem.NotFound"/>.</exception>
    public string? Remove(string nameOrId)
    {
        string? gone = TakeAway(nameOrId);
        if (gone is not null)
            Collect();
        return gone;
    }

    /// <summary>Takes all names away and leaves the image to those who use it; with the last of them it can be removed by its digest.</summary>
    /// <exception cref="ImageException"><see cref="ImageProblem.NotFound"/>.</exception>
    public void Untag(string nameOrId)
    {
        lock (_lock)
        {
            ImageRecord image = Find(nameOrId) ?? throw NotFound(nameOrId);
            foreach (string name in image.Names)
                _index.RemoveName(Find(image.Digest)!, name);
            _index.Save();
        }
    }

    private string? TakeAway(string nameOrId)
    {
        lock (_lock)
        {
            ImageRecord image = Find(nameOrId) ?? throw NotFound(nameOrId);
            string? name = ImageReference.TryParse(nameOrId)?.ToString();
            if (name is not null && image.Names.Length > 1 && image.Names.Contains(name))
            {
                _index.RemoveName(image, name);
                _index.Save();
                return null;
            }

            ImmutableArray<string> users = [.. _snapshots.List().Where(s => s.ImageDigest == image.Digest).Select(s => s.Id)];
            if (!users.IsEmpty)
            {
                throw new ImageException(
                    ImageProblem.InUse, $"image {nameOrId} is used by {(users.Length == 1 ? "container" : "containers")} {string.Join(", ", users.Take(5))}"
                        + (users.Length > 5 ? $" and {users.Length - 5} more" : "") + "; remove what uses it first");
            }

            if (_pins.Has(image.Digest))
                throw new ImageException(ImageProblem.InUse, $"image {nameOrId} is being pulled or imported just now; try again when that is done");
            _index.Remove(image.Digest);
            _index.Save();
            return image.Digest;
        }
    }

    /// <summary>Gives an image one more name (which it takes from any other image that has it).</summary>
    public ImageRecord Tag(string nameOrId, string name)
    {
        lock (_lock)
        {
            ImageRecord tagged = _index.Put(Find(nameOrId) ?? throw NotFound(nameOrId), [ImageReference.Parse(name).ToString()]);
            _index.Save();
            return tagged;
        }
    }

    /// <summary>Deletes layers and blobs that no image names and no work in progress relies on. Their records are gone by now.</summary>
    private void Collect()
    {
        List<string> aside = [];
        lock (_lock)
        {
            HashSet<string> chains = [.. _index.Images.SelectMany(i => i.Layers).Select(l => l.ChainId)];
            List<KeyValuePair<string, string>> gone = [.. _index.Folders.Where(f => !chains.Contains(f.Key) && !_pins.Has(f.Key))];
            gone.ForEach(f => _index.RemoveFolder(f.Key));     // no record on the disk names them
            gone.ForEach(f => aside.Add(_shelf.SetAside(f.Value)));
            HashSet<string> blobs = WantedBlobs();
            foreach (string digest in _blobs.All().Where(d => !blobs.Contains(d) && !_pins.Has(d)).ToList())
                _blobs.Delete(digest);
        }

        // Large trees take a while; nobody has to wait for that.
        aside.ForEach(_shelf.Delete);
    }

    /// <summary>At the start nothing is in progress: whatever no record names is a remainder.</summary>
    private void Sweep()
    {
        _shelf.Sweep(_index.Folders.Values.ToHashSet(StringComparer.Ordinal));
        _blobs.Sweep(WantedBlobs(), _options.Time.GetUtcNow());
    }

    private HashSet<string> WantedBlobs() =>
        [.. _index.Images.SelectMany(i => i.Layers.Select(l => l.Digest).Append(i.Digest).Append(i.ConfigDigest))];
}
