using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Tickets;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>What an allocation uses, read at its node; takes about half a second, over which its CPU is averaged.</summary>
    /// <returns>Null when it does not run.</returns>
    public async Task<StatsInfo?> StatsAsync(AllocationId allocation, CancellationToken cancel = default)
    {
        TicketIssued ticket = await Ask<TicketIssued>(number => new GetTicket(number, allocation, "", TicketPurpose.Stats), cancel).ConfigureAwait(false);
        var readings = await Reach(ticket, Routes.AllocationStats(allocation.ToString()), uri => ReadStats(uri, ticket.Token, cancel)).ConfigureAwait(false);
        return readings.FirstOrDefault();
    }

    private async Task<StatsInfo[]> ReadStats(Uri uri, string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue(Routes.TicketScheme, token);
        using HttpResponseMessage response = await _nodes.Invoker.SendAsync(request, cancel).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await ErrorReader.ReadAsync(response, cancel).ConfigureAwait(false);
        }

        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        return [.. JsonSerializer.Deserialize(body, ApiJson.Default.ImmutableArrayStatsInfo)];
    }
}
