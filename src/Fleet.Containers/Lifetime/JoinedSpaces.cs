using System.Globalization;
using Fleet.Containers.Spec;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;

namespace Fleet.Containers.Lifetime;

/// <summary>
/// The namespaces that a container joins, held open while its shim is made: the shim opens what we hold, so that a name which is
/// given to something else meanwhile leads nowhere else.
/// </summary>
internal sealed class JoinedSpaces : IDisposable
{
    private readonly Dictionary<string, OwnedFd> _open = [];

    /// <exception cref="Fleet.Linux.KernelException">A path names no namespace, or one of another kind.</exception>
    public static JoinedSpaces Open(IReadOnlyList<NamespaceSpec> spaces)
    {
        var joined = new JoinedSpaces();
        try
        {
            foreach (NamespaceSpec space in spaces)
            {
                if (space.Path is { } path)
                {
                    joined._open.Add(space.Type, NamespaceFile.Open(path, space.Type));
                }
            }

            return joined;
        }
        catch
        {
            joined.Dispose();
            throw;
        }
    }

    /// <summary>Where a child of this process finds it.</summary>
    public string PathOf(string type) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_open[type].Number}");

    public void Dispose()
    {
        foreach (OwnedFd fd in _open.Values)
        {
            fd.Dispose();
        }

        _open.Clear();
    }
}
