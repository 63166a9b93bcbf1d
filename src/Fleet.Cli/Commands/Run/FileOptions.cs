using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Run;

/// <summary>Files of the caller's.</summary>
internal sealed class FileOptions
{
    public readonly Option<string[]> LabelFile = new("--label-file") { Description = "Labels from a file of lines K=V", HelpName = "FILE" };
    public readonly Option<string[]> VolumesFrom = new("--volumes-from") { Description = "The volumes of another container", HelpName = "NAME[:ro]" };
    public readonly Option<string> CidFile = new("--cidfile") { Description = "Write its id to a file, which must not exist", HelpName = "FILE" };
    public readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Do not show the pull of its image" };
    public readonly Option<string> Platform = new("--platform") { Description = "OS/ARCH of the image: the node's own", HelpName = "PLATFORM" };

    public IReadOnlyList<Option> All => [LabelFile, VolumesFrom, CidFile, Quiet, Platform];

    /// <summary>Lines of a file, without comments and empty ones, as docker reads those of variables and labels.</summary>
    /// <exception cref="UsageException">A line has no name, or spaces in it.</exception>
    public static IEnumerable<string> Lines(string option, string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: {e.Message}");
        }

        foreach (string line in lines.Select(line => line.TrimStart()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? line : line[..equals];
            yield return name.Length == 0 ? throw new UsageException($"{option}: no variable name on line '{line}' of {file}")
                : name.Any(char.IsWhiteSpace) ? throw new UsageException($"{option}: variable '{name}' contains whitespaces ({file})")
                : line;
        }
    }
}
