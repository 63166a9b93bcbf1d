using System.Collections.Immutable;
using System.Text;
using Fleet.Images.Store;
using Fleet.Linux.Files;

namespace Fleet.Images.Volumes;

/// <summary>
/// The named and anonymous volumes of one node: a folder each, with the data in <c>_data</c> and a record beside it. One
/// process owns the folder; every member may be called from any thread.
/// </summary>
public sealed partial class VolumeStore : IDisposable
{
    private const string Data = "_data", RecordFile = "volume.json";

    private readonly object _lock = new();
    private readonly string _folder;
    private readonly OwnedFd _volumes;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, VolumeDocument> _records = new(StringComparer.Ordinal);

    private VolumeStore(string folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _volumes = FileAt.OpenFolder(folder);
        FileMeta.SetMode(_volumes, 0x1c0); // what containers put there may be set-uid
        Load();
    }

    public static VolumeStore Open(string folder, TimeProvider? time = null)
    {
        DurableFile.MakeFolder(folder, (UnixFileMode)0x1c0);
        return new VolumeStore(Path.GetFullPath(folder), time ?? TimeProvider.System);
    }

    /// <summary>Makes a volume, or finds it (as docker does). A null name makes an anonymous one with a made-up name.</summary>
    /// <exception cref="ImageException">The name is not [a-zA-Z0-9][a-zA-Z0-9_.-]*, at most 128 long.</exception>
    /// <param name="name">Null: made up.</param>
    /// <param name="labels">Of a new one; one that exists keeps its own.</param>
    public Volume Create(string? name, IReadOnlyDictionary<string, string>? labels = null)
    {
        bool anonymous = name is null;
        name ??= Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        CheckName(name);
        lock (_lock)
        {
            if (!_records.TryGetValue(name, out VolumeDocument? record))
            {
                record = new VolumeDocument(name, _time.GetUtcNow(), anonymous, Filled: false, []) { Labels = labels?.ToImmutableSortedDictionary() };
                Make(record);
                _records[name] = record;
            }

            return View(record);
        }
    }

    public Volume? Find(string name)
    {
        lock (_lock)
            return _records.TryGetValue(name, out VolumeDocument? record) ? View(record) : null;
    }

    public ImmutableArray<Volume> List()
    {
        lock (_lock)
            return [.. _records.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(View)];
    }

    /// <summary>Deletes a volume with its data.</summary>
    /// <exception cref="ImageException">In use (names the containers), or not found.</exception>
    public void Remove(string name)
    {
        lock (_lock)
        {
            VolumeDocument record = Record(name);
            if (!record.Users.IsEmpty)
            {
                throw new ImageException(
                    ImageProblem.InUse, $"volume {name} is used by {(record.Users.Length == 1 ? "container" : "containers")} {string.Join(", ", record.Users)}; remove what uses it first");
            }

            Delete(name);
        }
    }

    /// <summary>Records on disk that a container uses the volume; it cannot be removed until <see cref="Release"/>.</summary>
    public void Use(string name, string container)
    {
        lock (_lock)
        {
            VolumeDocument record = Record(name);
            if (!record.Users.Contains(container))
                Save(record with { Users = record.Users.Add(container) });
        }
    }

    /// <summary>The container is gone: its uses end, and anonymous volumes that only it used are deleted.</summary>
    public void Release(string container)
    {
        lock (_lock)
        {
            foreach (VolumeDocument record in _records.Values.Where(r => r.Users.Contains(container)).ToList())
            {
                VolumeDocument left = record with { Users = record.Users.Remove(container) };
                if (left is { Anonymous: true, Users.IsEmpty: true })
                    Delete(record.Name);
                else
                    Save(left);
            }
        }
    }

    public void Dispose() => _volumes.Dispose();

    private Volume View(VolumeDocument r) => new(r.Name, Path.Combine(_folder, r.Name, Data), r.Created, r.Anonymous, r.Users)
    {
        Labels = r.Labels ?? ImmutableSortedDictionary<string, string>.Empty,
    };

    private VolumeDocument Record(string name) =>
        _records.GetValueOrDefault(name) ?? throw new ImageException(ImageProblem.NotFound, $"there is no volume {name} on this node");

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 128 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            throw new ImageException(
                ImageProblem.Invalid, $"\"{name}\" cannot name a volume: letters, digits, \"_\", \".\" and \"-\", starting with a letter or digit, at most 128");
        }
    }

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}

/// <param name="Name">Unique on the node.</param>
/// <param name="Folder">What is bind-mounted, absolute.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Anonymous">Goes with its container.</param>
/// <param name="Users">Containers that use it.</param>
public sealed record Volume(string Name, string Folder, DateTimeOffset Created, bool Anonymous, ImmutableArray<string> Users)
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
