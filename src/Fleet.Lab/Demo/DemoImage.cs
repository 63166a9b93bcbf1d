using System.Collections.Immutable;
using Fleet.Images.Layout;
using Fleet.Images.Records;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Demo;

/// <summary>
/// Makes the demonstration's image: three layers, so that there is something to share and to merge. The C library is taken from
/// this machine, the program from this build: nothing is downloaded.
/// </summary>
public static class DemoImage
{
    public const string Name = "fleet-sample:1";

    /// <summary>Writes an OCI layout into <paramref name="layout"/>.</summary>
    /// <param name="program">The sample, a native program.</param>
    /// <returns>The manifest's digest.</returns>
    /// <exception cref="LabException">The program was not built, or a library it needs is not here.</exception>
    public static string Write(string program, string layout)
    {
        if (!File.Exists(program)) throw new LabException($"{program} is not there: './fleet build' makes it");
        string scratch = Directory.CreateTempSubdirectory("fleet-sample-").FullName;
        try
        {
            string system = Path.Combine(scratch, "system"), files = Path.Combine(scratch, "files"), app = Path.Combine(scratch, "app");
            foreach (string library in NativeLibraries.Of(program)) CopyInto(system, library, library);
            CopyInto(files, WriteFile(scratch, "passwd", "root:x:0:0:root:/root:/\nsample:x:1000:1000:sample:/:/\n"), "/etc/passwd");
            CopyInto(files, WriteFile(scratch, "group", "root:x:0:\nsample:x:1000:\n"), "/etc/group");
            Directory.CreateDirectory(Path.Combine(files, "tmp"));
            CopyInto(app, program, "/app/sample");
            return new LayoutWriter(layout).AddFolder(system).AddFolder(files).AddFolder(app).Write(
                new ImageConfig { Entrypoint = ["/app/sample"], Cmd = ["web"], User = "sample", WorkingDir = "/", Env = ["PATH=/app"] }, Name);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string WriteFile(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static void CopyInto(string root, string source, string target)
    {
        string path = root + target;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(source, path);    // keeps the mode
    }
}
