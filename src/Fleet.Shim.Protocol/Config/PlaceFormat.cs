using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>Namespaces, id maps and cgroups in binary form.</summary>
internal static class PlaceFormat
{
    internal static void Write(WireWriter to, NamespacePlan plan)
    {
        to.Byte((byte)plan.Kind);
        to.String(plan.Path);
    }

    internal static NamespacePlan ReadNamespace(ref WireReader from) => new((NamespaceKind)from.Byte(), from.String());

    internal static void Write(WireWriter to, IdMapping map)
    {
        to.UInt32(map.Inside);
        to.UInt32(map.Outside);
        to.UInt32(map.Count);
    }

    internal static IdMapping ReadMapping(ref WireReader from) => new(from.UInt32(), from.UInt32(), from.UInt32());

    internal static void Write(WireWriter to, KeyValuePair<string, string> pair)
    {
        to.String(pair.Key);
        to.String(pair.Value);
    }

    internal static KeyValuePair<string, string> ReadPair(ref WireReader from) => new(from.String(), from.String());

    internal static void Write(WireWriter to, CgroupPlan plan)
    {
        to.Bool(plan.Unified);
        to.Strings(plan.Folders);
        to.Strings(plan.ShimFolders);
        to.String(plan.OomCounter);
        ListFormat.Write(to, plan.Views, Write);
    }

    internal static CgroupPlan ReadCgroup(ref WireReader from) => new()
    {
        Unified = from.Bool(),
        Folders = from.Strings(),
        ShimFolders = from.Strings(),
        OomCounter = from.String(),
        Views = ListFormat.Read(ref from, ReadView),
    };

    private static void Write(WireWriter to, CgroupView view)
    {
        to.String(view.Name);
        to.String(view.Options);
        to.Strings(view.Links);
        to.String(view.Folder);
    }

    private static CgroupView ReadView(ref WireReader from) => new(from.String(), from.String(), from.Strings(), from.String());
}
