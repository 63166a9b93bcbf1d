using Fleet.Images.Records;

namespace Fleet.Images.Layout;

/// <summary>
/// Writes an OCI image layout (image-spec image-layout.md) from folders. The same folders give the same digests: entries are
/// sorted, owners are 0:0 and times are fixed.
/// </summary>
public sealed partial class LayoutWriter
{
    public LayoutWriter(string folder) => throw new NotImplementedException();

    /// <summary>Adds what is below <paramref name="source"/> as the next layer.</summary>
    /// <param name="source">A folder of the host.</param>
    /// <param name="prefix">Where it stands in the image: <c>/app</c>; parents are made.</param>
    public LayoutWriter AddFolder(string source, string prefix = "/") => throw new NotImplementedException();

    /// <summary>Writes config, manifest and index.</summary>
    /// <param name="name">The ref.name annotation.</param>
    /// <returns>The manifest's digest.</returns>
    public string Write(ImageConfig config, string name) => throw new NotImplementedException();
}
