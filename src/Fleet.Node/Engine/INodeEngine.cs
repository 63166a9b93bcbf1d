using Fleet.Model;

namespace Fleet.Node.Engine;

/// <summary>The node itself.</summary>
public interface INodeEngine
{
    string Name { get; }

    /// <summary>What it says of itself to the control host, read now.</summary>
    Task<NodeReport> ReportAsync(CancellationToken cancel);

    /// <summary>What it uses now, jobs and local users together.</summary>
    Task<NodeUsage> UsageAsync(CancellationToken cancel);

    /// <summary>Key of the tickets with which others may read logs, exec and fetch blobs here; new with every agent process.</summary>
    ReadOnlyMemory<byte> TicketKey { get; }
}
