using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Support;

/// <summary>A folder of the test's own, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fleet-img-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string File(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose()
    {
        using OwnedFd tmp = FileAt.OpenFolder(System.IO.Path.GetDirectoryName(Path)!);
        FileTree.Delete(tmp, Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(Path)));
    }
}
