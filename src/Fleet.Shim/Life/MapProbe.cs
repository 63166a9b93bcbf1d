using System.Globalization;
using System.Text;
using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>Whether layers in a folder can be shown through a user namespace. Tried, not guessed: it is up to the file system too.</summary>
internal static unsafe class MapProbe
{
    private const int OverlayMajor = 5, OverlayMinor = 19; // overlayfs refuses id-mapped layers before
    private const uint AnyOwner = 100_000;

    internal static int Answer(string folder)
    {
        try
        {
            byte[] answer = CanShow(folder)
                ? CreatedReport.Succeeded()
                : CreatedReport.Failed(new FailedMessage(MapQuestion.No, 0, $"layers in {folder} cannot be shown through a user namespace"));
            Start.Report(answer);
            return 0;
        }
        catch (KernelException e)
        {
            Start.Report(CreatedReport.Failed(new FailedMessage(125, e.Errno.Value, e.Message)));
            return 1;
        }
    }

    /// <exception cref="KernelException">The folder cannot be opened; a user namespace cannot be made.</exception>
    private static bool CanShow(string folder)
    {
        if (!OverlayTakesMappedLayers())
        {
            return false;
        }

        IdMapping[] map = [new(0, AnyOwner, 1)];
        int userNs = UserNamespace.OpenMapped(map, map);
        using var memory = new PlanMemory();
        long tree = Raw.Check(
            Raw.Call(Nr.OpenTree, At.CurrentFolder, (long)memory.Text(folder), At.OpenTreeClone | At.OpenTreeCloseOnExec), "clone the mount of", folder);
        var attributes = new MountAttr { Set = MountAttribute.IdMap, UserNsFd = (ulong)userNs };
        bool shown = Raw.Call(Nr.MountSetattr, tree, (long)memory.Text(""), At.EmptyPath, (long)&attributes, sizeof(MountAttr)) == 0;
        Raw.Close((int)tree);
        Raw.Close(userNs);
        return shown;
    }

    private static bool OverlayTakesMappedLayers()
    {
        string[] release = Encoding.ASCII.GetString(KernelFile.TryRead("/proc/sys/kernel/osrelease", out _) ?? []).Split('.', '-');
        return release.Length > 1
            && int.TryParse(release[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(release[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && (major, minor).CompareTo((OverlayMajor, OverlayMinor)) >= 0;
    }
}
