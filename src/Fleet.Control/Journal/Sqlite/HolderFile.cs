using System.Globalization;
using Fleet.Control.Hosting;

namespace Fleet.Control.Journal.Sqlite;

/// <summary>A file locked (flock(2)) for as long as its holder lives, with the holder's pid in it.</summary>
internal static class HolderFile
{
    /// <exception cref="ControlException">Another process holds it; names it.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            // FileShare.None is an exclusive flock; the kernel drops it with the process, however that ends.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return file;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ControlException($"{path} cannot be written: {error.Message} Run the agent as the owner of its state folder.", error);
        }
        catch (IOException error)
        {
            throw new ControlException(
                $"the journal in {Path.GetDirectoryName(path)} is in use by process {Holder(path)}. "
                + "Stop that agent first, or give this one a state folder of its own.", error);
        }
    }

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            string pid = reader.ReadToEnd();
            return pid.Length > 0 ? pid : "unknown";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
