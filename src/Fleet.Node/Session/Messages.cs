using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Node.Session;

/// <summary>The node's report as it is now; sent to the control host when it differs from the last.</summary>
internal sealed record ReportIs(NodeReport Report);

internal sealed record UsageNow(NodeUsage Usage);

/// <summary>Leave the session politely; answered when that is said.</summary>
internal sealed record LeaveSession(string Reason);

internal sealed record SessionLeft
{
    public static readonly SessionLeft Instance = new();
}

/// <summary>Which nodes of the cluster hold an image; answered by <see cref="HoldersAre"/>.</summary>
internal sealed record FindHolders(string Digest);

internal sealed record HoldersAre(ImmutableArray<ImageHolder> Holders)
{
    /// <summary>Nobody, or nobody who could be asked.</summary>
    public static readonly HoldersAre None = new([]);
}
