using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux;
using Fleet.Shim.Protocol;
using Fleet.Shim.Users;

namespace Fleet.Shim.Plan;

/// <summary>
/// Who the program will be. Only known once the root is mounted (names are the root's own), so the child has room for it in its
/// plan and reads it through the gate at which it waits for the start.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Identity
{
    internal const int MostGroups = 1024, HomeBytes = 4096;

    internal long Uid;
    internal long Gid;
    internal long GroupCount;
    internal ulong Bounding;
    internal ulong Ambient;

    /// <summary>struct __user_cap_data_struct of linux/capability.h, twice: effective, permitted, inheritable; low words, then high.</summary>
    internal fixed uint Capabilities[6];
    internal fixed uint Groups[MostGroups];

    /// <summary><c>HOME=...</c> with a NUL behind it.</summary>
    internal fixed byte Home[HomeBytes];

    internal static Identity Of(ResolvedUser user, ProcessPlan process)
    {
        CapabilityPlan sets = user.Uid == 0 ? process.Capabilities : process.UnprivilegedCapabilities;
        var identity = new Identity { Uid = user.Uid, Gid = user.Gid, GroupCount = user.Groups.Count, Bounding = sets.Bounding, Ambient = sets.Ambient };
        if (user.Groups.Count > MostGroups)
        {
            throw new KernelException("give the process", $"{user.Groups.Count} groups", new Errno(22), $"use at most {MostGroups}");
        }

        for (int i = 0; i < user.Groups.Count; i++)
        {
            identity.Groups[i] = user.Groups[i];
        }

        for (int half = 0; half < 2; half++)
        {
            identity.Capabilities[half * 3] = (uint)(sets.Effective >> (32 * half));
            identity.Capabilities[half * 3 + 1] = (uint)(sets.Permitted >> (32 * half));
            identity.Capabilities[half * 3 + 2] = (uint)(sets.Inheritable >> (32 * half));
        }

        byte[] home = Encoding.UTF8.GetBytes($"HOME={user.Home}");
        if (home.Length >= HomeBytes)
        {
            throw new KernelException("use the home folder of", process.User, new Errno(36), "it is longer than a path can be");
        }

        home.CopyTo(new Span<byte>(identity.Home, HomeBytes));
        return identity;
    }
}
