using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>The mounts of <c>fleet run</c>; relative paths are the caller's.</summary>
internal static class MountOptions
{
    public static IEnumerable<MountSpec> Read(IEnumerable<string>? volumes, IEnumerable<string>? tmpfs, IEnumerable<string>? mounts) =>
        (volumes ?? []).Select(text => MountText.TryParse(text, Absolute, out var mount, out string? fault) ? mount : throw RunRequest.Fault("--volume", fault))
            .Concat((tmpfs ?? []).Select(text => TmpfsText.TryParse(text, out var mount, out string? fault) ? mount : throw RunRequest.Fault("--tmpfs", fault)))
            .Concat((mounts ?? []).Select(text => MountLine.TryParse(text, Absolute, out var mount, out string? fault) ? mount : throw new UsageException($"invalid argument \"{text}\" for \"--mount\" flag: {fault}")));

    private static string Absolute(string path)
    {
        bool home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal);
        return Path.GetFullPath(home ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path);
    }
}
