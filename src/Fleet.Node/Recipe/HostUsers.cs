using System.Globalization;

namespace Fleet.Node.Recipe;

/// <summary>The node's own users, as /etc/passwd has them.</summary>
internal static class HostUsers
{
    /// <summary>
    /// The group that root inside is outside, when it is this user: the primary one, else the group of the same number. Never the
    /// node's group 0, to which much of a node is open.
    /// </summary>
    public static uint GroupOf(uint uid, string? passwd)
    {
        foreach (string line in (passwd ?? "").Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 4 && Number(fields[2]) == uid && Number(fields[3]) is { } gid) return gid == 0 ? uid : gid;
        }
        return uid;
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;
}
