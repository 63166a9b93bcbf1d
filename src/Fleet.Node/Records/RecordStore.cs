using System.Text.Json;
using Fleet.Linux.Files;
using Fleet.Model;

namespace Fleet.Node.Records;

/// <summary>The records of a node's containers, a folder each: <c>FOLDER/ID/record.json</c>. Crash-consistent.</summary>
internal sealed class RecordStore
{
    private const string FileName = "record.json";

    private readonly string _folder;

    public RecordStore(string folder)
    {
        _folder = folder;
        DurableFile.MakeFolder(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string FolderOf(AllocationId id) => Path.Combine(_folder, id.ToString());

    public void Save(AllocationRecord record)
    {
        string folder = FolderOf(record.Id);
        bool isNew = !Directory.Exists(folder);
        if (isNew) Directory.CreateDirectory(folder);
        DurableFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.AllocationRecord));
        if (isNew) DurableFile.FlushFolder(_folder);    // last: next to nothing is left to do by then
    }

    /// <summary>There is one, whether or not it can be read.</summary>
    public bool Has(AllocationId id) => File.Exists(Path.Combine(FolderOf(id), FileName));

    /// <summary>Null when there is none.</summary>
    public AllocationRecord? Load(AllocationId id)
    {
        string path = Path.Combine(FolderOf(id), FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RecordJson.Default.AllocationRecord) : null;
    }

    public void Delete(AllocationId id)
    {
        string folder = FolderOf(id);
        if (!Directory.Exists(folder)) return;
        // The record first: a folder without one is what an interrupted removal leaves, and is swept by LoadAll.
        File.Delete(Path.Combine(folder, FileName));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>All records, oldest first. One that cannot be read is told to <paramref name="unreadable"/> and left where it is.</summary>
    public IReadOnlyList<AllocationRecord> LoadAll(Action<string, Exception> unreadable)
    {
        var records = new List<AllocationRecord>();
        foreach (string folder in Directory.EnumerateDirectories(_folder))
        {
            string path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
            {
                Directory.Delete(folder, recursive: true);
                continue;
            }
            try
            {
                records.Add(JsonSerializer.Deserialize(File.ReadAllBytes(path), RecordJson.Default.AllocationRecord)!);
            }
            catch (Exception e) when (e is JsonException or IOException)
            {
                unreadable(path, e);
            }
        }
        return [.. records.OrderBy(record => record.CreatedAt)];
    }
}
