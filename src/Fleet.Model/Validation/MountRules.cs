using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

internal static class MountRules
{
    public static void Check(ImmutableArray<MountSpec> mounts, Faults faults)
    {
        for (int i = 0; i < mounts.Length; i++)
        {
            string path = $"volumes[{i}]";
            faults.Add(path, MountText.TargetFault(mounts[i].Target) ?? SourceFault(mounts[i]));
            faults.Require(mounts[i].TmpfsBytes >= 0, path, "the tmpfs size is below 0");
            faults.Require(mounts[i].TmpfsMode is null or (>= 0 and <= 0xFFF), path, "the tmpfs mode is not one (0 to 7777, octal)");
            faults.Add(path, TmpfsText.OptionsFault(mounts[i].TmpfsOptions) ?? PropagationFault(mounts[i].Propagation));
        }

        // Nested targets are no fault: they are mounted in the order of their depth.
        var byTarget = mounts.Select((mount, i) => (Target: MountText.NormalTarget(mount.Target), i)).GroupBy(at => at.Target, at => at.i);
        foreach (IGrouping<string, int> same in byTarget.Where(same => same.Count() > 1))
        {
            faults.Add($"volumes[{same.Skip(1).First()}]", $"'{same.Key}' is the target of {same.Count()} mounts (keep one)");
        }
    }

    private static string? PropagationFault(string propagation) =>
        propagation is "" or "private" or "rprivate" or "slave" or "rslave" or "shared" or "rshared" ? null
            : $"'{propagation}' is not a propagation (private, rprivate, slave, rslave, shared or rshared)";

    private static string? SourceFault(MountSpec mount) => mount.Type switch
    {
        MountType.Bind when !mount.Source.StartsWith('/') => $"the source '{mount.Source}' must be an absolute path of the node",
        MountType.Bind when mount.Source.Contains('\0', StringComparison.Ordinal) => "the source holds a NUL byte",
        MountType.Volume when mount.Source.Length > 0 => Names.VolumeFault(mount.Source),
        MountType.Tmpfs when mount.Source.Length > 0 => $"a tmpfs has no source ('{mount.Source}')",
        _ => null,
    };
}
