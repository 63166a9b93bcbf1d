using System.Net;
using System.Net.Http.Headers;
using Fleet.Images.Manifests;
using Fleet.Images.Sources;
using Fleet.Images.Store;

namespace Fleet.Images.Peers;

/// <summary>Other nodes of the cluster: each may have a blob at <c>v1/blobs/DIGEST</c>; attempts go round among them.</summary>
internal sealed class PeerSource : IBlobSource, IDisposable
{
    private readonly List<(Uri Uri, HttpClient Client)> _peers = [];
    private readonly ImageStoreOptions _options;

    /// <summary>
    /// Who gave the manifest (the last to do so: what had come before was not right) has the rest too; others, who may be dead
    /// and cost a timeout each, come after.
    /// </summary>
    private int _first;

    internal PeerSource(IReadOnlyList<Uri> peers, Func<Uri, HttpClient>? client, ImageStoreOptions options)
    {
        _options = options;
        foreach (Uri peer in peers)
            _peers.Add((peer, client?.Invoke(peer) ?? Plain()));
    }

    public string Name => _peers.Count == 1 ? $"node {_peers[0].Uri.Authority}" : $"{_peers.Count} other nodes";

    public int Places => _peers.Count;

    public bool IsFar => true;

    public async Task<BlobStream?> OpenAsync(Descriptor blob, BlobKind kind, long offset, int attempt, CancellationToken cancel)
    {
        int index = ((kind == BlobKind.Manifest ? 0 : _first) + attempt) % _peers.Count;
        (Uri uri, HttpClient client) = _peers[index];
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, $"/v1/blobs/{blob.Digest}"))
        {
            // Peers speak HTTP/2 with prior knowledge: there is no proxy between nodes that could want less.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);
        HttpResponseMessage response = await Answers.HeadersAsync(client, request, _options, cancel).ConfigureAwait(false);
        if (kind == BlobKind.Manifest && response.StatusCode == HttpStatusCode.OK)
            _first = index;
        return response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent => await Answers.ContentAsync(response, cancel).ConfigureAwait(false),
            HttpStatusCode.NotFound => Answers.Nothing(response),
            _ => throw Answers.Failed(response, uri.Authority),
        };
    }

    public void Dispose()
    {
        foreach ((_, HttpClient client) in _peers)
            client.Dispose();
    }

    private static HttpClient Plain() =>
        new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3), EnableMultipleHttp2Connections = true })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
}
