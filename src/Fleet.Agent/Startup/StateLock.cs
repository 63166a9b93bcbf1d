using System.Globalization;
using Fleet.Api.Contracts.Roots;
using Fleet.Linux.Files;

namespace Fleet.Agent.Startup;

/// <summary>Makes an agent the only one of its root: a lock on a file of DIR/state, which ends with the process, however it ends.</summary>
internal sealed class StateLock : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="StartException">The folders cannot be written, or another agent runs; it is named by its pid.</exception>
    public static StateLock Take(FleetRoot root)
    {
        MakeFolder(root.State);
        MakeFolder(root.Run);
        string path = Path.Combine(root.State, "agent.lock");
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX) here.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(path, e);
        }
        catch (IOException e) when (OwnerOf(root) is { } owner)
        {
            throw new StartException($"an agent (pid {owner}) uses {root.State} already: stop it, or choose another --root", e);
        }
        catch (IOException e)
        {
            throw new StartException($"cannot lock {path}: {e.Message}", e);
        }
        return new StateLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string? OwnerOf(FleetRoot root)
    {
        try
        {
            string text = File.ReadAllText(root.PidFile).Trim();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : "unknown";
        }
        catch (IOException)
        {
            return "unknown";       // it has the lock and has not yet said who it is
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            DurableFile.MakeFolder(folder, Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, e);
        }
    }

    private static StartException NotWritable(string path, Exception e) =>
        new($"cannot write {path}: {e.Message} (choose a folder on a writable disk with --root)", e);
}
