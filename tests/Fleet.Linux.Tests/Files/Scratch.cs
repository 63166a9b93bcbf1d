using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

/// <summary>A folder of the test's own, gone with it.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch() => Fd = FileAt.OpenFolder(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("fleet-img-").FullName;

    public OwnedFd Fd { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string File(string name, string content = "")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    public static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);

    public static void NeedsRoot() => Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: owners, devices and mounts");

    public void Dispose()
    {
        Fd.Dispose();
        using OwnedFd tmp = FileAt.OpenFolder("/tmp");
        FileTree.Delete(tmp, Bytes(System.IO.Path.GetFileName(Path)));
    }
}
