using System.Globalization;
using System.Text.Json;
using Fleet.Linux.Files;
using Fleet.Model;

namespace Fleet.Node.Records;

/// <summary>The job versions that this node's allocations belong to, a file each: <c>FOLDER/HEX.NUMBER.json</c>.</summary>
internal sealed class VersionStore
{
    private readonly string _folder;

    public VersionStore(string folder)
    {
        _folder = folder;
        DurableFile.MakeFolder(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Save(JobVersion version)
    {
        string path = Path.Combine(_folder, $"{Hex(version.Digest)}.{version.Number.ToString(CultureInfo.InvariantCulture)}.json");
        if (!File.Exists(path)) DurableFile.Write(path, JobJson.Write(version.Spec));
    }

    /// <summary>Null when it is not here, or cannot be read.</summary>
    public JobVersion? Load(string digest)
    {
        string hex = Hex(digest);
        foreach (string path in Directory.EnumerateFiles(_folder, $"{hex}.*.json"))
        {
            string[] parts = Path.GetFileName(path).Split('.');
            if (!long.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out long number)) continue;
            try
            {
                return new JobVersion(digest, number, JobJson.Read(File.ReadAllBytes(path)));
            }
            catch (JsonException)
            {
                File.Delete(path);      // of another release: the next session brings it anew
            }
        }
        return null;
    }

    /// <summary>Deletes those that none of <paramref name="used"/> names.</summary>
    public void Sweep(IEnumerable<string> used)
    {
        var keep = used.Select(Hex).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            if (!keep.Contains(Path.GetFileName(path).Split('.')[0])) File.Delete(path);
        }
    }

    private static string Hex(string digest) => digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
