using System.Globalization;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Users;

/// <summary>Who a process may be in a user namespace: only ids that its maps cover exist there (user_namespaces(7)).</summary>
internal static class MappedIds
{
    /// <summary>The user without those groups of the image's /etc/group that cannot be had; the root of a map of one id needs none of them.</summary>
    /// <exception cref="UnknownUserException">User, group or a group that was asked for is not in the map.</exception>
    internal static ResolvedUser Within(ShimConfig config, ResolvedUser user, ProcessPlan process)
    {
        if (config.UidMappings.Count == 0)
        {
            return user;
        }

        Require("user", user.Uid, config.UidMappings);
        Require("group", user.Gid, config.GidMappings);
        foreach (uint gid in process.AdditionalGroups)
        {
            Require("group", gid, config.GidMappings);
        }

        var groups = new List<uint>();
        foreach (uint gid in user.Groups)
        {
            if (Covers(config.GidMappings, gid))
            {
                groups.Add(gid);
            }
        }

        return user with { Groups = groups };
    }

    internal static bool Covers(IReadOnlyList<IdMapping> maps, uint id)
    {
        foreach (IdMapping map in maps)
        {
            if (id >= map.Inside && id - map.Inside < map.Count)
            {
                return true;
            }
        }

        return false;
    }

    private static void Require(string what, uint id, IReadOnlyList<IdMapping> maps)
    {
        if (!Covers(maps, id))
        {
            string known = maps is [{ Inside: 0, Count: 1 }] ? "only 0" : string.Create(CultureInfo.InvariantCulture, $"{maps[0].Count} ids from {maps[0].Inside} on");
            throw new UnknownUserException($"{what} {id.ToString(CultureInfo.InvariantCulture)} does not exist in the container's user namespace, which maps {known}; run as another, or with --userns private");
        }
    }
}
