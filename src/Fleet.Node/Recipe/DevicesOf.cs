using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Model.Notation;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>A device node of the host.</summary>
/// <param name="Block">Else a character device.</param>
/// <param name="Mode">Permissions.</param>
internal sealed record HostDevice(bool Block, uint Major, uint Minor, uint Mode = 0x1B0 /* 0660 */, uint Uid = 0, uint Gid = 0);

/// <summary>Device nodes that a container gets, and the rules for opening them. Null rules: the default ones.</summary>
internal sealed record DeviceGrant(IReadOnlyList<DeviceSpec> Nodes, IReadOnlyList<DeviceRule>? Rules);

/// <summary>Reads HOST[:CONTAINER[:rwm]] (docker's --device), where HOST may be a folder of devices, and rules beside them.</summary>
internal static class DevicesOf
{
    /// <summary>What the container has of its own below /dev, or what is no business of any (moby's devices list).</summary>
    private static readonly string[] NotOfHost = ["/dev/pts", "/dev/shm", "/dev/fd", "/dev/mqueue", "/dev/console", "/dev/.lxc", "/dev/.lxd-mounts", "/dev/.udev"];

    public static DeviceGrant Container(ContainerSpec spec, RecipeInput input) => Container(spec, input.DeviceAt, input.DevicesBelow);

    public static DeviceGrant Container(ContainerSpec spec, Func<string, HostDevice?> at, Func<string, IReadOnlyList<string>> below)
    {
        if (spec.Privileged)
        {
            return new DeviceGrant(
                [.. below("/dev").Where(path => !NotOfHost.Any(not => path == not || path.StartsWith(not + "/", StringComparison.Ordinal)))
                    .Select(path => at(path) is { } device ? Node(path, path, device) : null).OfType<DeviceSpec>()
                    .Concat(Asked(spec, at, below).Select(asked => asked.Node))],
                [new DeviceRule(true, DeviceKind.All, null, null, DeviceAccess.All)]);
        }
        var wanted = Asked(spec, at, below).ToList();
        return wanted.Count == 0 && spec.DeviceRules.IsEmpty ? new DeviceGrant([], null)
            : new DeviceGrant(
                [.. wanted.Select(asked => asked.Node)],
                [.. RuntimeSpecDefaults.DeviceRules, .. wanted.SelectMany(asked => Alone(asked.Rule)), .. spec.DeviceRules.Select(Rule)]);
    }

    private static IEnumerable<(DeviceSpec Node, DeviceRule Rule)> Asked(ContainerSpec spec, Func<string, HostDevice?> at, Func<string, IReadOnlyList<string>> below)
    {
        foreach (string text in spec.Devices)
        {
            var (source, target, access) = Parse(text);
            string[] paths = at(source) is null ? [.. below(source)] : [source];
            if (paths.Length == 0) throw Invalid(text, $"'{source}' is not a device of this node, nor a folder of devices");
            foreach (string path in paths)
            {
                if (at(path) is not { } device) continue;
                var kind = device.Block ? DeviceKind.Block : DeviceKind.Character;
                yield return (Node(path, target + path[source.Length..], device), new DeviceRule(true, kind, device.Major, device.Minor, access));
            }
        }
    }

    // What is not asked for is taken away: a device may be one of those that every container has, and then "r" must mean no more.
    private static IEnumerable<DeviceRule> Alone(DeviceRule rule)
    {
        var rest = DeviceAccess.All & ~(rule.Access | DeviceAccess.Mknod);
        return rest == 0 ? [rule] : [rule with { Allow = false, Access = rest }, rule];
    }

    private static DeviceSpec Node(string source, string target, HostDevice device) => new()
    {
        Path = target, HostPath = source == target ? null : source,
        Type = device.Block ? "b" : "c", Major = device.Major, Minor = device.Minor, FileMode = device.Mode, Uid = device.Uid, Gid = device.Gid,
    };

    private static DeviceRule Rule(string text)
    {
        if (!DeviceRuleText.TryParse(text, out var rule)) throw Invalid(text, "write TYPE MAJOR:MINOR ACCESS, such as 'c 1:3 rwm'");
        var kind = rule!.Type switch { 'b' => DeviceKind.Block, 'c' => DeviceKind.Character, _ => DeviceKind.All };
        return new DeviceRule(true, kind, rule.Major, rule.Minor, Access(text, rule.Access));
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
