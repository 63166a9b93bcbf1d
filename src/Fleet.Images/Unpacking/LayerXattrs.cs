using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

/// <summary>Extended attributes of an entry, as far as an image may set them.</summary>
internal static class LayerXattrs
{
    private const string FileCapability = "security.capability";

    internal static void Set(OwnedFd file, TarEntry entry)
    {
        foreach ((string name, byte[] value) in entry.Xattrs)
        {
            // Overlay reads its own attributes as orders; a stranger's archive gives none.
            if (FileCopy.IsOverlayMark(name) || (name.StartsWith("user.", StringComparison.Ordinal) && entry.Kind is not (TarKind.Regular or TarKind.Folder)))
                continue;
            try
            {
                FileMeta.SetXattr(file, name, value);
            }
            catch (KernelException e) when (e.Errno.Value == 95 && name != FileCapability)
            {
                // EOPNOTSUPP: labels of a security module or file system that this machine lacks. A program that lost its
                // capability would break later and elsewhere, so that one is an error.
            }
        }
    }
}
