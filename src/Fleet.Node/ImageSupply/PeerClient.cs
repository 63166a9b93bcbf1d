using System.Net;
using System.Net.Http.Headers;
using Fleet.Model;

namespace Fleet.Node.ImageSupply;

/// <summary>An HTTP/2 client for one holder of an image, with the ticket that lets it in.</summary>
internal static class PeerClient
{
    // One handler for all: connections are shared, and closed when they idle.
    private static readonly SocketsHttpHandler Handler = new()
    {
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectTimeout = TimeSpan.FromSeconds(3),
        EnableMultipleHttp2Connections = true,
    };

    public static HttpClient Of(ImageHolder holder)
    {
        // Without TLS there is no negotiation: the version is said beforehand (h2c).
        var client = new HttpClient(Handler, disposeHandler: false)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (holder.Ticket.Length > 0) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", holder.Ticket);
        return client;
    }
}
