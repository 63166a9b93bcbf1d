using System.Collections.Immutable;
using Fleet.Api.Contracts.Inspect;
using Fleet.Linux.Processes;
using Fleet.Linux.Security;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>What a container may do: system calls, capabilities, hidden paths.</summary>
internal static class InspectRights
{
    public static InspectSecurity Of(ContainerInspection all)
    {
        var process = all.Facts.Process ?? new ProcessStatus();
        bool runs = all.Facts.Process is not null;
        string filter = Filter(all.Facts.FilterInstructions, runs ? process : null);
        return new InspectSecurity
        {
            Seccomp = filter,
            SeccompMode = process.Seccomp,
            NoNewPrivileges = runs ? process.NoNewPrivileges : all.Spec.NoNewPrivileges,
            Capabilities = new InspectCapabilities
            {
                Effective = Names(process.Effective),
                Permitted = Names(process.Permitted),
                Inheritable = Names(process.Inheritable),
                Bounding = Names(process.Bounding),
                Ambient = Names(process.Ambient),
            },
            MaskedPaths = [.. all.Facts.MaskedPaths],
            ReadonlyPaths = [.. all.Facts.ReadOnlyPaths],
            InWords = [filter, .. runs ? [Capabilities(process), NoNew(process)] : Array.Empty<string>(), .. Paths(all)],
        };
    }

    private static string Filter(int instructions, ProcessStatus? process) => (instructions, process?.Seccomp) switch
    {
        (0, null or 0) => "no system call filter (seccomp): every call of the kernel can be made",
        (_, null) => $"system calls will go through a filter of {instructions} BPF instructions (seccomp)",
        (0, _) => "system calls go through a filter that it was not given by Fleet (seccomp)",
        (_, 0) => $"a system call filter of {instructions} BPF instructions was planned, but the kernel says that none is in force",
        _ => $"every system call goes through {Count(process!.SeccompFilters)} of {instructions} BPF instructions (seccomp)",
    };

    private static string Count(int? filters) => filters is > 1 and var many ? $"{many} filters, Fleet's among them" : "a filter";

    private static string Capabilities(ProcessStatus process)
    {
        int all = int.CreateChecked(ulong.PopCount(Capability.All)), held = int.CreateChecked(ulong.PopCount(process.Effective));
        int reachable = int.CreateChecked(ulong.PopCount(process.Bounding));
        return (held, reachable) switch
        {
            _ when held == all => $"all {all} capabilities of the kernel are in force: its root is the node's root",
            (0, 0) => "no capability is in force and none can be gained",
            (0, _) => $"no capability is in force; a set-uid or file-capability program could gain at most {reachable} of the kernel's {all}",
            _ => $"{held} of the kernel's {all} capabilities are in force, and no more than {reachable} can ever be",
        };
    }

    private static string NoNew(ProcessStatus process) => process.NoNewPrivileges
        ? "no program can gain rights by being executed (no_new_privs): set-uid bits and file capabilities count for nothing"
        : "set-uid programs work (no_new_privs is off)";

    private static IEnumerable<string> Paths(ContainerInspection all)
    {
        if (all.Facts.MaskedPaths.Count > 0)
        {
            yield return $"{all.Facts.MaskedPaths.Count} paths that tell of the node are masked: an empty file or folder lies over each";
        }

        if (all.Facts.ReadOnlyPaths.Count > 0)
        {
            yield return $"{all.Facts.ReadOnlyPaths.Count} paths by which the kernel is set can only be read";
        }
    }

    private static ImmutableArray<string> Names(ulong set) =>
        [.. Enumerable.Range(0, 64).Where(bit => (set >> bit & 1) != 0).Select(Capability.NameOf)];
}
