using System.Text;

namespace Fleet.Images.Unpacking;

/// <summary>
/// Paths inside a layer: components joined by "/", "" for the root. A byte is one char (Latin-1), so that names which are
/// not UTF-8 go through unchanged and paths can still be handled as strings.
/// </summary>
internal static class LayerPath
{
    internal const string Whiteout = ".wh.";
    internal const string Opaque = ".wh..wh..opq";
    internal const string Bookkeeping = ".wh..wh.";

    private const int Longest = 4095; // PATH_MAX without its NUL

    internal static byte[] Bytes(string path) => Encoding.Latin1.GetBytes(path.Length == 0 ? "." : path);

    internal static string FromBytes(ReadOnlySpan<byte> path) => Encoding.Latin1.GetString(path);

    internal static string Show(string path) => TarText.Show(Encoding.Latin1.GetBytes(path));

    /// <summary>
    /// An entry's name without leading "/", "." and doubled "/": the archive's root is the image's. A ".." is refused,
    /// since it has no honest use.
    /// </summary>
    internal static string Clean(ReadOnlySpan<byte> name, string of)
    {
        if (name.Length > Longest)
            throw new LayerException($"{of} has a name of {name.Length} bytes; {Longest} is the most");
        if (name.Contains((byte)0))
            throw new LayerException($"{of} has a name with a NUL byte");
        string[] parts = FromBytes(name).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Contains(".."))
            throw new LayerException($"{of} leads out of its folder by \"..\"");
        return parts.Contains(".") ? string.Join('/', parts.Where(p => p != ".")) : string.Join('/', parts);
    }

    internal static (string Folder, string Name) Split(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }

    internal static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    internal static bool IsBelow(string path, string folder) =>
        folder.Length == 0 ? path.Length > 0 : path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>Every folder above a path, the nearest first, the root last.</summary>
    internal static IEnumerable<string> Above(string path)
    {
        while (path.Length > 0)
        {
            path = Split(path).Folder;
            yield return path;
        }
    }
}
