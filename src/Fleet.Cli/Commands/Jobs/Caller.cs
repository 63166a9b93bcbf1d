using Fleet.JobFile;

namespace Fleet.Cli.Commands.Jobs;

/// <summary>The user whose job file it is: his environment, his files.</summary>
/// <param name="folder">The job file's; relative paths start there.</param>
internal sealed class Caller(string folder, Func<string, string?> environment) : ICaller
{
    public string? Variable(string name) => environment(name);

    public string Resolve(string path)
    {
        bool home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return home ? Path.GetFullPath(environment("HOME") + path[1..]) : Path.GetFullPath(path, Path.GetFullPath(folder));
    }

    public string ReadText(string absolutePath) => File.ReadAllText(absolutePath);
}
