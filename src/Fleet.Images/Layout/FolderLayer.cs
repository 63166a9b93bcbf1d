using Fleet.Linux.Files;

namespace Fleet.Images.Layout;

/// <summary>A folder as a layer: sorted by name, owned by root, with one fixed time, so that equal content gives an equal digest.</summary>
internal static class FolderLayer
{
    internal static void Write(Stream to, string source, string prefix)
    {
        var tar = new TarWriter(to);
        string at = "";
        foreach (string part in prefix.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at += part + "/";
            tar.Add(new TarItem(at, '5') { Mode = 0x1ed });
        }

        AddFolder(tar, new DirectoryInfo(source), at);
        tar.End();
    }

    private static void AddFolder(TarWriter tar, DirectoryInfo folder, string at)
    {
        foreach (FileSystemInfo info in folder.EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            string name = at + info.Name;
            uint mode = (uint)info.UnixFileMode;
            if (info.LinkTarget is { } target)
            {
                tar.Add(new TarItem(name, '2') { LinkName = target, Mode = 0x1ff });
            }
            else if (info is DirectoryInfo below)
            {
                tar.Add(new TarItem(name + "/", '5') { Mode = mode });
                AddFolder(tar, below, name + "/");
            }
            else
            {
                AddFile(tar, (FileInfo)info, name, mode);
            }
        }
    }

    private static void AddFile(TarWriter tar, FileInfo file, string name, uint mode)
    {
        using OwnedFd folder = FileAt.OpenFolder(file.DirectoryName!);
        if (FileAt.Status(folder, System.Text.Encoding.UTF8.GetBytes(file.Name)) is not { Kind: FileKind.Regular })
            return; // sockets, fifos and devices of the host have no place in an image
        using FileStream data = file.OpenRead();
        tar.Add(new TarItem(name, '0') { Size = data.Length, Mode = mode });
        tar.AddData(data, data.Length);
    }
}
