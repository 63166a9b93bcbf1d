using System.Diagnostics.CodeAnalysis;

namespace Fleet.Model.Notation;

/// <summary>Docker's <c>--mount</c>: a line of CSV, <c>type=bind,source=/a,target=/b,readonly</c>; faults in docker's words.</summary>
public static class MountLine
{
    private static readonly Dictionary<string, MountType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bind"] = MountType.Bind, ["volume"] = MountType.Volume, ["tmpfs"] = MountType.Tmpfs,
    };

    /// <param name="resolve">Makes a path of the node absolute; it knows the caller's folder.</param>
    public static bool TryParse(string line, Func<string, string> resolve, [NotNullWhen(true)] out MountSpec? mount, [NotNullWhen(false)] out string? fault)
    {
        mount = null;
        var read = new MountSpec(MountType.Volume, "", "") { MustExist = true };
        var groups = new HashSet<MountType>();
        if (!CsvLine.TrySplit(line, out var fields))
        {
            fault = "a quote is not closed";
            return false;
        }

        foreach (string field in fields)
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = (equals < 0 ? field : field[..equals]).ToLowerInvariant();
            string? value = equals < 0 ? null : field[(equals + 1)..];
            (read, fault) = With(read, key, value, field, groups);
            if (fault is not null)
            {
                return false;
            }
        }

        read = read.Type == MountType.Bind && read.Source.Length > 0 ? read with { Source = resolve(read.Source) } : read;
        fault = Whole(read, groups);
        mount = fault is null ? read with { MustExist = read.Type == MountType.Bind && read.MustExist } : null;
        return fault is null;
    }

    private static (MountSpec Mount, string? Fault) With(MountSpec mount, string key, string? value, string field, HashSet<MountType> groups)
    {
        switch (key)
        {
            case "readonly" or "ro":
                return Flag(value, field, on => mount with { ReadOnly = on }, mount);
            case "volume-nocopy":
                groups.Add(MountType.Volume);
                return Flag(value, field, on => mount with { NoCopy = on }, mount);
            case "bind-nonrecursive":
                groups.Add(MountType.Bind);
                return Flag(value, field, on => mount with { Depth = on ? BindDepth.Alone : BindDepth.Whole }, mount);
            case "bind-create-src":
                groups.Add(MountType.Bind);
                return Flag(value, field, on => mount with { MustExist = !on }, mount);
        }

        if (value is null)
        {
            return (mount, $"invalid field '{field}' must be a key=value pair");
        }

        switch (key)
        {
            case "type":
                return Types.TryGetValue(value, out MountType type) ? (mount with { Type = type }, null)
                    : (mount, $"unsupported mount type '{value}' (known are bind, volume and tmpfs)");
            case "source" or "src":
                return (mount with { Source = value }, null);
            case "target" or "dst" or "destination":
                return (mount with { Target = value }, null);
            case "consistency":
                return (mount, null);       // of docker on a Mac
            case "bind-propagation":
                groups.Add(MountType.Bind);
                return (mount with { Propagation = value.ToLowerInvariant() }, null);
            case "bind-recursive":
                groups.Add(MountType.Bind);
                BindDepth? depth = value switch { "enabled" or "readonly" => BindDepth.Whole, "writable" => BindDepth.Writable, "disabled" => BindDepth.Alone, _ => null };
                return depth is { } known ? (mount with { Depth = known }, null)
                    : (mount, $"invalid value for {key}: {value} (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
            case "tmpfs-size":
                groups.Add(MountType.Tmpfs);
                return ByteSize.TryParse(value, out long bytes, out _) ? (mount with { TmpfsBytes = bytes }, null) : (mount, $"invalid value for {key}: {value}");
            case "tmpfs-mode":
                groups.Add(MountType.Tmpfs);
                return TmpfsText.TryParseMode(value, out int mode) ? (mount with { TmpfsMode = mode }, null) : (mount, $"invalid value for {key}: {value}");
            case "volume-driver" or "volume-opt" or "volume-label" or "volume-subpath":
                return (mount, $"'{key}' is not supported: a volume is a folder of the node");
            default:
                return (mount, $"unexpected key '{key}' in '{field}'");
        }
    }

    private static (MountSpec Mount, string? Fault) Flag(string? value, string field, Func<bool, MountSpec> with, MountSpec mount) => value switch
    {
        null or "1" or "true" => (with(true), null),
        "0" or "false" => (with(false), null),
        _ => (mount, $"invalid value for {field.Split('=')[0]}: {value}"),
    };

    private static string? Whole(MountSpec mount, HashSet<MountType> groups)
    {
        string type = mount.Type.ToString().ToLowerInvariant();
        MountType? other = groups.Where(group => group != mount.Type).Select(group => (MountType?)group).FirstOrDefault();
        return mount.Target.Length == 0 ? "target is required"
            : other is { } wrong ? $"cannot mix '{wrong.ToString().ToLowerInvariant()}-*' options with mount type '{type}'"
            : mount.Type == MountType.Bind && mount.Source.Length == 0 ? "field Source must not be empty"
            : MountText.TargetFault(mount.Target);
    }
}
