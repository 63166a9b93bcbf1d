using Fleet.Model;

namespace Fleet.Node.Session;

/// <summary>Whether two reports say the same; records compare their lists by reference, so those are compared here.</summary>
internal static class ReportDifference
{
    public static bool None(NodeReport a, NodeReport b) =>
        a.Volumes.SequenceEqual(b.Volumes) && a.PortsInUse.SequenceEqual(b.PortsInUse) && a.Roles.SequenceEqual(b.Roles)
        && a.TicketKey.SequenceEqual(b.TicketKey) && SameImages(a, b) && SameLabels(a, b)
        && a with { Volumes = b.Volumes, PortsInUse = b.PortsInUse, Roles = b.Roles, TicketKey = b.TicketKey, Images = b.Images, Labels = b.Labels } == b;

    private static bool SameImages(NodeReport a, NodeReport b) =>
        a.Images.Length == b.Images.Length
        && a.Images.Zip(b.Images).All(pair => pair.First.Digest == pair.Second.Digest && pair.First.Names.SequenceEqual(pair.Second.Names));

    private static bool SameLabels(NodeReport a, NodeReport b) =>
        a.Labels.Count == b.Labels.Count && a.Labels.All(label => b.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);
}
