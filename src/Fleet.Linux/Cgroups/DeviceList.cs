namespace Fleet.Linux.Cgroups;

/// <summary>
/// What a list of device rules comes to, by the semantics of v1 (kernel: admin-guide/cgroup-v1/devices): a default, and exceptions
/// to it. v2 has no such list; a program is made of this one there.
/// </summary>
/// <param name="AllowByDefault">What happens to a device that no exception speaks of.</param>
/// <param name="Exceptions">Distinct by kind and numbers; none of kind All.</param>
internal sealed record DeviceList(bool AllowByDefault, IReadOnlyList<DeviceException> Exceptions)
{
    public static DeviceList Of(IReadOnlyList<DeviceRule> rules)
    {
        bool allow = false;
        var exceptions = new Dictionary<(DeviceKind, uint?, uint?), DeviceAccess>();
        foreach (DeviceRule rule in rules)
        {
            if (rule.Kind == DeviceKind.All && rule.Major is null && rule.Minor is null && rule.Access == DeviceAccess.All)
            {
                allow = rule.Allow;
                exceptions.Clear();
                continue;
            }

            foreach (DeviceKind kind in rule.Kind == DeviceKind.All ? [DeviceKind.Character, DeviceKind.Block] : (DeviceKind[])[rule.Kind])
            {
                var key = (kind, rule.Major, rule.Minor);
                DeviceAccess access = exceptions.GetValueOrDefault(key);
                exceptions[key] = rule.Allow == allow ? access & ~rule.Access : access | rule.Access;
            }
        }

        return new DeviceList(
            allow,
            [.. exceptions.Where(e => e.Value != DeviceAccess.None).Select(e => new DeviceException(e.Key.Item1, e.Key.Item2, e.Key.Item3, e.Value))]);
    }

    /// <summary>The kernel's question: may a device of this kind and number be used in these ways?</summary>
    public bool Permits(DeviceKind kind, uint major, uint minor, DeviceAccess access) => AllowByDefault
        ? !Exceptions.Any(e => e.Names(kind, major, minor) && (access & e.Access) != 0)
        : Exceptions.Any(e => e.Names(kind, major, minor) && (access & ~e.Access) == 0);
}

internal sealed record DeviceException(DeviceKind Kind, uint? Major, uint? Minor, DeviceAccess Access)
{
    public bool Names(DeviceKind kind, uint major, uint minor) =>
        Kind == kind && (Major is null || Major == major) && (Minor is null || Minor == minor);
}
