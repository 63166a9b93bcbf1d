using Fleet.Model;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;
using Fleet.Node.Events;

namespace Fleet.Node.Local;

internal sealed class LocalEngine(
    IContainerEngine containers, IContainerControl control, IContainerFiles files, IImageEngine images, IVolumeEngine volumes, INodeEngine node, EventLog events) : ILocalEngine
{
    public IContainerEngine Containers => containers;

    public IContainerControl Control => control;

    public IContainerFiles Files => files;

    public IImageEngine Images => images;

    public IVolumeEngine Volumes => volumes;

    public INodeEngine Node => node;

    public IAsyncEnumerable<NodeEvent> EventsAsync(DateTimeOffset? since, bool follow, CancellationToken cancel) =>
        events.ReadAsync(since, follow, cancel);
}

internal sealed class LocalNode(string name, ReportReader report, CapacityReader capacity, ReadOnlyMemory<byte> ticketKey) : INodeEngine
{
    public string Name => name;

    public ReadOnlyMemory<byte> TicketKey => ticketKey;

    public Task<NodeReport> ReportAsync(CancellationToken cancel) => Task.Run(report.Read, cancel);

    public Task<NodeUsage> UsageAsync(CancellationToken cancel) => Task.Run(capacity.Usage, cancel);
}
