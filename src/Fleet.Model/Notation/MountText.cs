using System.Diagnostics.CodeAnalysis;

namespace Fleet.Model.Notation;

/// <summary>
/// Docker's <c>[SOURCE:]TARGET[:OPTIONS]</c>: a source with a slash or a leading dot or tilde is a path of the node, another
/// one names a volume, none asks for an anonymous volume. Options, after commas: ro, rw, nocopy, and for a path its propagation.
/// </summary>
public static class MountText
{
    // Of SELinux, and of docker on a Mac: they mean nothing on a node, and lines that people copy have them.
    private static readonly string[] Meaningless = ["z", "Z", "cached", "delegated", "consistent"];

    /// <param name="resolve">Makes a path of the node absolute; it knows the caller's folder.</param>
    public static bool TryParse(string text, Func<string, string> resolve, [NotNullWhen(true)] out MountSpec? mount, [NotNullWhen(false)] out string? fault)
    {
        string[] parts = text.Split(':');
        mount = parts.Length switch
        {
            1 => new MountSpec(MountType.Volume, "", parts[0]),
            2 or 3 => Sourced(parts[0], parts[1], resolve),
            _ => null,
        };
        fault = mount is null ? $"'{text}' has too many colons (write [SOURCE:]TARGET[:ro])" : parts.Contains("") ? $"'{text}' has an empty part (write [SOURCE:]TARGET[:ro])" : null;
        if (parts.Length == 3 && fault is null)
        {
            foreach (string option in parts[2].Split(','))
            {
                (mount, fault) = With(mount!, option, text);
                if (fault is not null)
                {
                    break;
                }
            }
        }

        fault ??= TargetFault(mount!.Target);
        mount = fault is null ? mount : null;
        return fault is null;
    }

    /// <summary>Whether the source is a path of the node rather than a volume's name.</summary>
    public static bool IsPath(string source) => source.Contains('/', StringComparison.Ordinal) || source.StartsWith('.') || source.StartsWith('~');

    /// <summary>What is wrong with a place in the container, or null.</summary>
    public static string? TargetFault(string target)
    {
        string[] parts = target.Split('/');
        return !target.StartsWith('/') ? $"the target '{target}' must be an absolute path in the container"
            : target.Contains('\0', StringComparison.Ordinal) ? "the target holds a NUL byte"
            : parts.Contains("..") ? $"the target '{target}' must not go up with '..'"
            : NormalTarget(target) == "/" ? "the target must not be '/' (the image is the root; mount below it)"
            : NormalTarget(target) is "/proc" || NormalTarget(target).StartsWith("/proc/", StringComparison.Ordinal) ? $"the target '{target}' lies in /proc, which is the kernel's"
            : null;
    }

    /// <summary>Without doubled or final slashes and '.' parts, so that equal places compare equal.</summary>
    public static string NormalTarget(string target) => "/" + string.Join('/', target.Split('/').Where(part => part is not ("" or ".")));

    private static MountSpec Sourced(string source, string target, Func<string, string> resolve) =>
        IsPath(source) ? new MountSpec(MountType.Bind, resolve(source), target) : new MountSpec(MountType.Volume, source, target);

    private static (MountSpec Mount, string? Fault) With(MountSpec mount, string option, string text) => option switch
    {
        "ro" => (mount with { ReadOnly = true }, null),
        "rw" => (mount, null),
        "idmap" => (mount with { IdMapped = true }, null),
        "noidmap" => (mount with { IdMapped = false }, null),
        "nocopy" when mount.Type == MountType.Volume => (mount with { NoCopy = true }, null),
        "rro" => (mount with { ReadOnly = true }, null),
        "private" or "rprivate" or "slave" or "rslave" or "shared" or "rshared" when mount.Type == MountType.Bind => (mount with { Propagation = option }, null),
        _ when Meaningless.Contains(option) => (mount, null),
        _ => (mount, $"'{text}': '{option}' is not an option of {(mount.Type == MountType.Bind ? "a path" : "a volume")} (known are ro, rw and nocopy)"),
    };
}
