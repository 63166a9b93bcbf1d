using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

internal sealed partial class LayerFinisher
{
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    /// <summary>
    /// A hard link to a file of a lower layer: overlay cannot link across layers, so this layer gets a copy, as it would
    /// have if the file had been touched. When its entry came, this layer did not have the target yet, unless as such a link.
    /// </summary>
    private void Settle(PendingLink link)
    {
        OwnedFd parent = tree.Parent(link.Path, out string folder, out string name);
        byte[] bytes = LayerPath.Bytes(name);
        tree.Clear(parent, folder, name);
        parent = tree.Parent(link.Path, out _, out _);
        try
        {
            (string targetFolder, string targetName) = LayerPath.Split(link.Target);
            using OwnedFd? below = lower is null || link.Target.Length == 0 ? null : FindFolder(targetFolder);
            FileStatus? status = below is null ? null : FileAt.Status(below, LayerPath.Bytes(targetName));
            if ((_linked.Contains(link.Target) || status is null) && tree.Status(link.Target) is { IsFolder: false })
            {
                FileAt.Link(tree.Root, LayerPath.Bytes(link.Target), parent, bytes);
                _linked.Add(link.Path);
                return;
            }

            if (status is null or { IsFolder: true })
            {
                throw new LayerException(status is null
                    ? $"entry {link.Entry} is a hard link to {LayerPath.Show(link.Target)}, which neither this layer nor one below it has"
                    : $"entry {link.Entry} is a hard link to a folder, {LayerPath.Show(link.Target)}");
            }

            FileCopy.File(below!, LayerPath.Bytes(targetName), parent, bytes);
            _linked.Add(link.Path);
        }
        catch (KernelException e)
        {
            throw new LayerException($"entry {link.Entry} cannot be made: {e.Message}", e);
        }
    }
}
