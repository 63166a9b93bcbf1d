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

    public static HostDevice? DeviceAt(string path) => null;
}
