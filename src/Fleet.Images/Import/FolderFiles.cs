using Fleet.Linux.Files;

namespace Fleet.Images.Import;

/// <summary>A folder; links in it lead nowhere but into it.</summary>
internal sealed class FolderFiles(string folder) : IImportFiles
{
    private readonly OwnedFd _root = FileAt.OpenFolder(folder);

    public string Name => folder;

    public Stream? Open(string path)
    {
        using OwnedFd? file = RootedPath.OpenRead(_root, path);
        return file is null || FileAt.Status(file).Kind != FileKind.Regular
            ? null
            : new FileStream(file.ProcPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
    }

    public void Dispose() => _root.Dispose();
}
