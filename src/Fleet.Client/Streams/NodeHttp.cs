using System.Collections.Concurrent;
using System.Net;

namespace Fleet.Client.Streams;

/// <summary>
/// HTTP/2 straight to nodes. A node that cannot be connected to (another network) is not tried again for a while; its requests
/// go by way of a control host.
/// </summary>
internal sealed class NodeHttp : IDisposable
{
    private static readonly TimeSpan AvoidFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _avoided = new();
    private readonly SocketsHttpHandler _handler = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        EnableMultipleHttp2Connections = true,
        // A node that was cut off without a word is noticed within these.
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    public NodeHttp() => Invoker = new HttpMessageInvoker(_handler);

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Runs the request at the node, or through the control host where the node cannot be connected to.</summary>
    /// <param name="path">As at the node; <paramref name="relayed"/> is the same as at the control host.</param>
    public async Task<T> At<T>(string nodeAddress, string path, string controlAddress, string relayed, Func<Uri, Task<T>> request)
    {
        bool avoided = controlAddress.Length > 0 && _avoided.TryGetValue(nodeAddress, out long since) && Environment.TickCount64 - since < AvoidFor.TotalMilliseconds;
        if (nodeAddress.Length > 0 && !avoided)
        {
            try
            {
                return await request(new Uri($"http://{nodeAddress}{path}")).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (controlAddress.Length > 0 && e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                _avoided[nodeAddress] = Environment.TickCount64;
            }
        }

        return await request(new Uri($"http://{controlAddress}{relayed}")).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Invoker.Dispose();
        _handler.Dispose();
    }
}
