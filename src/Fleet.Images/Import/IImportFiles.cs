namespace Fleet.Images.Import;

/// <summary>The files of a layout or archive, by the paths that its JSON uses; a folder and a tar look alike from here.</summary>
internal interface IImportFiles : IDisposable
{
    /// <summary>The path the user gave.</summary>
    string Name { get; }

    /// <summary>Null if there is no such file.</summary>
    Stream? Open(string path);
}

internal static class ImportFiles
{
    private const int MostJson = 8 << 20;

    /// <summary>A small JSON file; null if it is missing.</summary>
    internal static byte[]? ReadSmall(this IImportFiles files, string path)
    {
        using Stream? stream = files.Open(path);
        if (stream is null)
            return null;
        if (stream.Length > MostJson)
            throw new ImageException(ImageProblem.Invalid, $"{path} in {files.Name} has {stream.Length} bytes; {MostJson} is the most");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
