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
