using System.Text;
using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>
/// The container's own (upper) layer in a user namespace: its top folder, made with the image's owner, must belong on disk to whom
/// that owner is on the host. Done once; what the container makes in it is right by itself.
/// </summary>
internal static unsafe class OwnLayer
{
    private const int UidOffset = 20, GidOffset = 24; // stx_uid and stx_gid of struct statx
    private const uint OwnerMask = 8 | 16;            // STATX_UID | STATX_GID

    internal static void GiveToRootInside(ShimConfig config, string folder)
    {
        foreach (MountPlan mount in config.Mounts)
        {
            if (mount.Type == MountPlan.Overlay && Target.Parts(mount.Target).Length == 0 && OverlayOptions.Parse(mount.Data) is { Upper.Length: > 0 } options)
            {
                string upper = TreeSteps.Absolute(TreeSteps.Absolute(folder, mount.WorkingFolder), options.Upper);
                Give(upper, config);
            }
        }
    }

    internal static uint Outside(IReadOnlyList<IdMapping> maps, uint id)
    {
        foreach (IdMapping map in maps)
        {
            if (id >= map.Outside && id - map.Outside < map.Count)
            {
                return id; // given already
            }
        }

        foreach (IdMapping map in maps)
        {
            if (id >= map.Inside && id - map.Inside < map.Count)
            {
                return map.Outside + (id - map.Inside);
            }
        }

        throw new KernelException(
            "find on the host the owner of the image's root folder,", $"id {id}", new Errno(22), "the user namespace's map does not cover it: map more ids");
    }

    private static void Give(string path, ShimConfig config)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        byte* statx = stackalloc byte[256];
        fixed (byte* start = name)
        {
            Raw.Check(Raw.Call(Nr.Statx, At.CurrentFolder, (long)start, 0, OwnerMask, (long)statx), "look at", path);
            uint uid = *(uint*)(statx + UidOffset), gid = *(uint*)(statx + GidOffset);
            uint newUid = Outside(config.UidMappings, uid), newGid = Outside(config.GidMappings, gid);
            if (newUid != uid || newGid != gid)
            {
                Raw.Check(Raw.Call(Nr.FchownAt, At.CurrentFolder, (long)start, newUid, newGid, 0), "give to the container's root", path);
            }
        }
    }
}
