using System.Globalization;
using System.Text;

namespace Fleet.Shim.Users;

/// <summary>
/// <c>user[:group]</c> to numbers. Names come from the container's root alone; a number is a number even when someone is named so;
/// lines that are none (comments, blanks, NIS's <c>+::::::</c>, too few fields) are passed over (runc#695, moby/sys#230).
/// </summary>
internal static class UserLookup
{
    /// <param name="spec">Empty is 0.</param>
    /// <param name="passwd">Content of /etc/passwd, or null where there is none.</param>
    /// <param name="group">Content of /etc/group.</param>
    /// <param name="additional">Groups to add to those of the user.</param>
    /// <param name="named">The same by name.</param>
    /// <exception cref="UnknownUserException">Who cannot be found.</exception>
    internal static ResolvedUser Resolve(string spec, byte[]? passwd, byte[]? group, IReadOnlyList<uint> additional, IReadOnlyList<string> named)
    {
        int colon = spec.IndexOf(':');
        string user = colon < 0 ? spec : spec[..colon];
        string wantedGroup = colon < 0 ? "" : spec[(colon + 1)..];
        if (user.Length == 0)
        {
            user = "0";
        }

        uint? number = Number(user);
        string[]? entry = FindUser(passwd, user, number);
        if (entry is null && number is null)
        {
            throw new UnknownUserException($"unknown user {user}: the image's /etc/passwd has no such name; use one that it has, or a number");
        }

        uint uid = number ?? Number(entry![2])!.Value;
        uint gid = entry is null ? 0 : Number(entry[3])!.Value;
        var groups = new List<uint>();
        if (wantedGroup.Length > 0)
        {
            gid = FindGroup(group, wantedGroup);
        }
        else if (entry is not null)
        {
            AddMemberships(group, entry[0], groups);
        }

        // The group itself among the supplementary ones, as with docker: else a program that changes its group is rid of it (CVE-2022-36109).
        groups.Insert(0, gid);
        groups.AddRange(additional);
        foreach (string name in named)
        {
            groups.Add(FindGroup(group, name));
        }

        string home = entry is { Length: >= 6 } && entry[5].Length > 0 ? entry[5] : "/";
        return new ResolvedUser(uid, gid, Distinct(groups), home);
    }

    private static string[]? FindUser(byte[]? passwd, string name, uint? number)
    {
        foreach (string[] fields in Entries(passwd, atLeast: 4))
        {
            if (Number(fields[2]) is { } uid && Number(fields[3]) is not null && (number is null ? fields[0] == name : uid == number))
            {
                return fields;
            }
        }

        return null;
    }

    private static uint FindGroup(byte[]? group, string name)
    {
        if (Number(name) is { } number)
        {
            return number;
        }

        foreach (string[] fields in Entries(group, atLeast: 3))
        {
            if (fields[0] == name && Number(fields[2]) is { } gid)
            {
                return gid;
            }
        }

        throw new UnknownUserException($"unknown group {name}: the image's /etc/group has no such name; use one that it has, or a number");
    }

    private static void AddMemberships(byte[]? group, string user, List<uint> groups)
    {
        foreach (string[] fields in Entries(group, atLeast: 4))
        {
            if (Number(fields[2]) is { } gid && Array.IndexOf(fields[3].Split(','), user) >= 0)
            {
                groups.Add(gid);
            }
        }
    }

    private static IEnumerable<string[]> Entries(byte[]? file, int atLeast)
    {
        if (file is null)
        {
            yield break;
        }

        foreach (string line in Encoding.UTF8.GetString(file).Split('\n'))
        {
            string[] fields = line.TrimEnd('\r').Split(':');
            if (fields.Length >= atLeast && fields[0].Length > 0 && fields[0][0] is not ('#' or '+' or '-'))
            {
                yield return fields;
            }
        }
    }

    // (uint)-1 means "leave it" to the kernel and belongs to nobody.
    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number != uint.MaxValue ? number : null;

    private static List<uint> Distinct(List<uint> groups)
    {
        var distinct = new List<uint>(groups.Count);
        foreach (uint group in groups)
        {
            if (!distinct.Contains(group))
            {
                distinct.Add(group);
            }
        }

        return distinct;
    }
}
