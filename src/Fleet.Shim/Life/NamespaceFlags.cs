using Fleet.Linux.Namespaces;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

internal static class NamespaceFlags
{
    internal static CloneFlags Of(NamespaceKind kind) => kind switch
    {
        NamespaceKind.Mount => CloneFlags.NewNs,
        NamespaceKind.Uts => CloneFlags.NewUts,
        NamespaceKind.Ipc => CloneFlags.NewIpc,
        NamespaceKind.Pid => CloneFlags.NewPid,
        NamespaceKind.Network => CloneFlags.NewNet,
        NamespaceKind.Cgroup => CloneFlags.NewCgroup,
        NamespaceKind.User => CloneFlags.NewUser,
        NamespaceKind.Time => CloneFlags.NewTime,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    internal static bool Has(this IReadOnlyList<NamespacePlan> plans, NamespaceKind kind) => plans.Find(kind) is not null;

    internal static NamespacePlan? Find(this IReadOnlyList<NamespacePlan> plans, NamespaceKind kind)
    {
        foreach (NamespacePlan plan in plans)
        {
            if (plan.Kind == kind)
            {
                return plan;
            }
        }

        return null;
    }
}
