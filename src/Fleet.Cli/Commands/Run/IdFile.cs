using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Run;

/// <summary>Docker's --cidfile: the container's id, in a file that was not there; it goes again when there is no container.</summary>
internal sealed class IdFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private bool _written;

    private IdFile(string path) => (_path, _file) = (path, new FileStream(path, FileMode.CreateNew, FileAccess.Write));

    /// <summary>Null for no path.</summary>
    /// <exception cref="UsageException">It exists, or cannot be made.</exception>
    public static IdFile? Open(string? path)
    {
        try
        {
            return path is null ? null : new IdFile(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UsageException($"--cidfile: container ID file found, make sure the other container isn't running or delete {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--cidfile: {e.Message}");
        }
    }

    public void Write(string id)
    {
        _file.Write(Encoding.ASCII.GetBytes(id));
        _written = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_written)
        {
            File.Delete(_path);
        }
    }
}
