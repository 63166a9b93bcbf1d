using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Fleet.Cli.Commands.Diagnosis.Bundles;

/// <summary>What goes into one archive, and what could not and why.</summary>
internal sealed class Bundle
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    public Redaction Redaction { get; } = new();

    public int Count => _files.Count;

    public void Text(string name, string text) => _files[name] = Encoding.UTF8.GetBytes(Redaction.Text(text));

    /// <summary>What is no JSON is left out, for nobody knows what is in it.</summary>
    public void Json(string name, byte[] json)
    {
        if (Redaction.Json(json) is { } clean)
        {
            _files[name] = clean;
        }
        else
        {
            Missing(name, "not JSON, so that secrets in it could not be found");
        }
    }

    public void Missing(string name, string why) => _missing.Add($"{name}: {why}");

    /// <summary>Adds what <paramref name="read"/> gives, or why it could not.</summary>
    public async Task TryAsync(string name, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Missing(name, e is OperationCanceledException ? "no answer in time" : e.Message);
        }
    }

    /// <summary>A gzipped tar for its owner alone: what was redacted is still nobody else's.</summary>
    public void WriteTo(string path, string top, DateTimeOffset now)
    {
        _files["README.txt"] = Encoding.UTF8.GetBytes(
            $"Made by fleet debug bundle at {now:yyyy-MM-dd HH:mm:ss'Z'}.\nValues of environment variables and all that is named like a secret are taken out; look through it before you send it.\n\n"
            + $"Not in here:\n{string.Concat(_missing.Select(line => $"  {Redaction.Text(line)}\n"))}");
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(zip, TarEntryFormat.Pax);
        foreach (var (name, bytes) in _files)
        {
            using var content = new MemoryStream(Redaction.Known(bytes));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{top}/{name}") { DataStream = content, ModificationTime = now });
        }
    }
}
