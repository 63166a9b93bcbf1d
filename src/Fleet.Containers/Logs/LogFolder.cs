using System.Globalization;

namespace Fleet.Containers.Logs;

/// <summary>The numbered files of a log (<see cref="Fleet.Shim.Protocol.LogFormat"/>).</summary>
internal static class LogFolder
{
    /// <summary>The numbers that are there now, ascending.</summary>
    public static IReadOnlyList<long> Numbers(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder)
                .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0)
                .Where(number => number > 0).Order()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];      // no output yet, or deleted
        }
    }

    /// <summary>Null when the file was rotated away.</summary>
    public static FileStream? TryOpen(string folder, long number)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture)),
                FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
