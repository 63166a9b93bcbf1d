using Fleet.Containers.Plan;

namespace Fleet.Containers.Spec;

/// <summary>Finds, before anything is made, what could not be run; all faults at once.</summary>
internal static class SpecCheck
{
    private const int LongestHostname = 64;     // utsname (uname(2))

    /// <exception cref="SpecException">There are faults.</exception>
    public static void Check(ContainerSetup setup)
    {
        string[] faults = [.. Id(setup.Id), .. Process(setup.Spec.Process), .. Root(setup), .. MountCheck.Faults(setup.Spec.Mounts), .. Linux(setup.Spec)];
        if (faults.Length > 0)
        {
            throw new SpecException(faults);
        }
    }

    internal static bool IsId(string id) =>
        id.Length is > 0 and <= 128 && id[0] != '.' && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static IEnumerable<string> Id(string id)
    {
        if (!IsId(id))
        {
            yield return $"id '{id}': use 1 to 128 letters, digits, '_', '.' and '-', not starting with '.'";
        }
    }

    private static IEnumerable<string> Process(ProcessSpec? process)
    {
        if (process is null || process.Args.Count == 0 || process.Args[0].Length == 0)
        {
            yield return "process.args: no command";
            yield break;
        }

        if (!process.Cwd.StartsWith('/'))
        {
            yield return $"process.cwd: '{process.Cwd}' is not an absolute path";
        }

        foreach (string text in process.Args.Concat(process.Env).Where(text => text.Contains('\0')))
        {
            yield return $"process: '{text.Replace('\0', '?')}' holds a zero byte";
        }

        foreach (RlimitSpec limit in process.Rlimits)
        {
            if (ResourceLimits.Number(limit.Type) < 0)
            {
                yield return $"process.rlimits: '{limit.Type}' is not known; see getrlimit(2)";
            }
            else if (limit.Soft > limit.Hard)
            {
                yield return $"process.rlimits: {limit.Type} has soft {limit.Soft} above hard {limit.Hard}";
            }
        }

        CapabilitiesSpec sets = process.Capabilities ?? new CapabilitiesSpec();
        foreach (string name in sets.Bounding.Concat(sets.Effective).Concat(sets.Permitted).Concat(sets.Inheritable).Concat(sets.Ambient)
            .Distinct().Where(name => !CapabilityPlans.IsKnown(name)))
        {
            yield return $"process.capabilities: '{name}' is not known; see capabilities(7)";
        }
    }

    private static IEnumerable<string> Root(ContainerSetup setup)
    {
        if (setup.RootMounts.Count > 0)
        {
            if (setup.RootMounts[0].Target is not ("/" or ""))
            {
                yield return $"root: the first mount goes to '{setup.RootMounts[0].Target}', not to '/'";
            }
        }
        else if (setup.Spec.Root is not { } root)
        {
            yield return "root: neither mounts nor a folder";
        }
        else if (!Directory.Exists(root.Path))
        {
            yield return $"root.path: there is no folder '{root.Path}'";
        }
    }

    private static IEnumerable<string> Linux(RuntimeSpec spec)
    {
        foreach (NamespaceSpec space in spec.Linux.Namespaces.Where(space => !NamespacePlans.IsKnown(space.Type)))
        {
            yield return $"linux.namespaces: '{space.Type}' is not supported";
        }

        if (spec.Linux.Namespaces.All(space => space.Type != "mount"))
        {
            yield return "linux.namespaces: a container needs a mount namespace of its own";
        }

        if (spec.Hostname is { } name && (name.Length is 0 or > LongestHostname || name.Contains('\0') || name.Contains('\n')))
        {
            yield return $"hostname: '{name}' has not 1 to {LongestHostname} bytes";
        }

        bool user = spec.Linux.Namespaces.Any(space => space is { Type: "user", Path: null });
        if (user && (spec.Linux.UidMappings.Count == 0 || spec.Linux.GidMappings.Count == 0))
        {
            yield return "linux.uidMappings, linux.gidMappings: a user namespace needs both";
        }

        if (spec.Linux.Namespaces.Any(space => space is { Type: "user" or "mount", Path: not null }))
        {
            yield return "linux.namespaces: a mount or user namespace cannot be joined, it is always the container's own";
        }

        if (spec.Linux.TimeOffsets.Count > 0 && !spec.Linux.Namespaces.Any(space => space is { Type: "time", Path: null }))
        {
            yield return "linux.timeOffsets: only a time namespace of its own has clocks that can be set";
        }

        foreach (string clock in spec.Linux.TimeOffsets.Keys.Where(clock => clock is not ("monotonic" or "boottime")))
        {
            yield return $"linux.timeOffsets: '{clock}' is not one of monotonic, boottime";
        }

        foreach (DeviceSpec device in spec.Linux.Devices.Where(device => !device.Path.StartsWith('/') || device.Type is not ("c" or "b" or "u" or "p")))
        {
            yield return $"linux.devices: '{device.Path}' of type '{device.Type}' is no device node";
        }

        foreach (string fault in SysctlCheck.Faults(spec.Linux.Sysctl, spec.Linux.Namespaces))
        {
            yield return fault;
        }
    }
}
