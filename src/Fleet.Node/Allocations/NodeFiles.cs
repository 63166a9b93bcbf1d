using System.Text;
using Fleet.Linux.Files;
using Fleet.Node.Recipe;

namespace Fleet.Node.Allocations;

/// <summary>What containers take from the node's own files.</summary>
internal static class NodeFiles
{
    /// <summary>Null when it is not there.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The device behind a path, through links; null when it is none.</summary>
    public static HostDevice? DeviceAt(string path)
    {
        try
        {
            string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            using var folder = FileAt.OpenFolder(Path.GetDirectoryName(real)!);
            return FileAt.Status(folder, Encoding.UTF8.GetBytes(Path.GetFileName(real))) is { } status
                && status.Kind is FileKind.BlockDevice or FileKind.CharacterDevice
                ? new HostDevice(
                    status.Kind == FileKind.BlockDevice, status.NodeMajor, status.NodeMinor, status.Mode & 0x1FFu, status.Uid, status.Gid) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Paths of the devices in a folder and below, not through links; none where it is no folder.</summary>
    public static IReadOnlyList<string> DevicesBelow(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        return [.. Directory.EnumerateFiles(folder, "*", all).Where(path => new FileInfo(path).LinkTarget is null && DeviceAt(path) is not null).Order(StringComparer.Ordinal)];
    }
}
