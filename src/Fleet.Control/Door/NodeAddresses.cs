using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Tickets;

namespace Fleet.Control.Door;

/// <summary>Where nodes serve, and the keys of their present sessions, from which tickets are made. Shared by all sessions.</summary>
internal sealed class NodeAddresses
{
    private readonly ConcurrentDictionary<string, NodeReport> _reports = new();

    public void Learn(NodeReport report) => _reports[report.Name] = report;

    public void Forget(string node) => _reports.TryRemove(node, out _);

    /// <summary>Null for a node without a session.</summary>
    public NodeReport? Find(string node) => _reports.GetValueOrDefault(node);

    /// <summary>Those that can still give the image, with tickets for it.</summary>
    public ImmutableArray<ImageHolder> WithTickets(ImmutableArray<ImageHolder> holders, string digest, DateTimeOffset now)
    {
        var expires = now + Ticket.Lifetime;
        return
        [
            .. from holder in holders
               let report = Find(holder.Node)
               where report is not null && report.TicketKey.Length >= 16
               select holder with { Ticket = new Ticket(TicketPurpose.Image, digest, expires).Sign(report.TicketKey.AsSpan()) },
        ];
    }
}
