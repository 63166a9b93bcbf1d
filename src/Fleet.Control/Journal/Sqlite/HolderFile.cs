using System.Globalization;
using Fleet.Control.Hosting;

namespace Fleet.Control.Journal.Sqlite;

/// <summary>A file locked (flock(2)) for as long as its holder lives; the holder's pid is in a file beside it.</summary>
internal static class HolderFile
{
    /// <exception cref="ControlException">Another process holds it, which is named; or the folder cannot be written.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlException($"the folder {folder} cannot be made: {error.Message}", error);
        }
        string pid = Path.Combine(folder, "journal.pid");
        try
        {
            // FileShare.None is an exclusive flock; the kernel drops it with the process, however that ends.
            var file = new FileStream(Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Beside it, for .NET locks whatever it opens, and could not read the pid in a file that is locked.
            File.WriteAllText(pid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return file;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ControlException($"{folder} cannot be written: {error.Message} Run the agent as the owner of its state folder.", error);
        }
        catch (IOException error) when (File.Exists(pid))
        {
            throw new ControlException(
                $"the journal in {folder} is in use by process {File.ReadAllText(pid)}. "
                + "Stop that agent first, or give this one a state folder of its own.", error);
        }
        catch (IOException error)
        {
            throw new ControlException($"{folder} cannot be written: {error.Message}", error);
        }
    }
}
