using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>A device node of the host.</summary>
/// <param name="Block">Else a character device.</param>
internal sealed record HostDevice(bool Block, uint Major, uint Minor);

/// <summary>Device nodes that a container gets, and the rules for opening them. Null rules: the default ones.</summary>
internal sealed record DeviceGrant(IReadOnlyList<DeviceSpec> Nodes, IReadOnlyList<DeviceRule>? Rules);

/// <summary>Reads HOST[:CONTAINER[:rwm]] (docker's --device).</summary>
internal static class DevicesOf
{
    public static DeviceGrant Container(IReadOnlyList<string> devices, Func<string, HostDevice?> at)
    {
        if (devices.Count == 0) return new DeviceGrant([], null);
        var nodes = new List<DeviceSpec>();
        var rules = RuntimeSpecDefaults.DeviceRules.ToList();
        foreach (string text in devices)
        {
            var (source, target, access) = Parse(text);
            var device = at(source) ?? throw Invalid(text, $"'{source}' is not a device of this node");
            nodes.Add(new DeviceSpec
            {
                Path = target, Type = device.Block ? "b" : "c", Major = device.Major, Minor = device.Minor, FileMode = 0x1B0 /* 0660 */, Uid = 0, Gid = 0,
            });
            rules.Add(new DeviceRule(true, device.Block ? DeviceKind.Block : DeviceKind.Character, device.Major, device.Minor, access));
        }
        return new DeviceGrant(nodes, rules);
    }

    private static (string Source, string Target, DeviceAccess Access) Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3 || !parts[0].StartsWith('/')) throw Invalid(text, "write HOST[:CONTAINER[:rwm]] with absolute paths");
        // docker takes HOST:rwm as well
        if (parts.Length == 2 && !parts[1].StartsWith('/')) parts = [parts[0], parts[0], parts[1]];
        string target = parts.Length > 1 ? parts[1] : parts[0];
        if (!target.StartsWith('/')) throw Invalid(text, $"'{target}' is not an absolute path");
        return (parts[0], target, Access(text, parts.Length > 2 ? parts[2] : "rwm"));
    }

    private static DeviceAccess Access(string text, string letters)
    {
        DeviceAccess access = 0;
        foreach (char letter in letters)
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Mknod,
                _ => throw Invalid(text, $"'{letters}' may hold r, w and m only"),
            };
        }
        return access != 0 ? access : throw Invalid(text, "nothing would be allowed");
    }

    private static EngineException Invalid(string text, string why) => new(EngineError.Invalid, $"device '{text}': {why}");
}
