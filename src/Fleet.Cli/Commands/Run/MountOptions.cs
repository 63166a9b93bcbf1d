using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>The mounts of <c>fleet run</c>; relative paths are the caller's.</summary>
internal static class MountOptions
{
    public static IEnumerable<MountSpec> Read(IEnumerable<string>? volumes, IEnumerable<string>? tmpfs) =>
        (volumes ?? []).Select(text => MountText.TryParse(text, Absolute, out var mount, out string? fault) ? mount : throw RunRequest.Fault("--volume", fault))
            .Concat((tmpfs ?? []).Select(Tmpfs));

    private static string Absolute(string path)
    {
        bool home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return Path.GetFullPath(home ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path);
    }

    private static MountSpec Tmpfs(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        var mount = new MountSpec(MountType.Tmpfs, "", colon < 0 ? text : text[..colon]);
        foreach (string option in colon < 0 ? [] : text[(colon + 1)..].Split(','))
        {
            mount = option switch
            {
                "ro" => mount with { ReadOnly = true },
                "rw" => mount,
                _ when option.StartsWith("size=", StringComparison.Ordinal) =>
                    ByteSize.TryParse(option[5..], out long bytes, out string? fault) ? mount with { TmpfsBytes = bytes } : throw RunRequest.Fault("--tmpfs", fault),
                _ => throw RunRequest.Fault("--tmpfs", $"'{option}' is not supported (known are size=N, ro and rw)"),
            };
        }

        return MountText.TargetFault(mount.Target) is { } wrong ? throw RunRequest.Fault("--tmpfs", wrong) : mount;
    }
}
