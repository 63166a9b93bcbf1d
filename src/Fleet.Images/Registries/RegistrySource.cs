using System.Net;
using System.Net.Http.Headers;
using Fleet.Images.Content;
using Fleet.Images.Manifests;
using Fleet.Images.References;
using Fleet.Images.Sources;
using Fleet.Images.Store;

namespace Fleet.Images.Registries;

/// <summary>One repository of a registry over the OCI distribution protocol (distribution-spec, "Pulling").</summary>
internal sealed partial class RegistrySource : IBlobSource, IDisposable
{
    private readonly ImageReference _reference;
    private readonly ImageStoreOptions _options;
    private readonly HttpClient _client;
    private readonly RegistryLocation _location;
    private readonly RegistryAuthority _authority;

    private RegistrySource(ImageReference reference, ImageStoreOptions options, RegistryLocation location)
    {
        (_reference, _options, _location) = (reference, options, location);
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AutomaticDecompression = DecompressionMethods.None })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("fleet", "1"));
        _authority = new RegistryAuthority(_client, location, options);
    }

    public string Name => $"registry {_location.Host}";

    public int Places => 1;

    public bool IsFar => true;

    /// <exception cref="ImageException">The name holds no registry and none is configured.</exception>
    internal static RegistrySource Open(ImageReference reference, ImageStoreOptions options) =>
        new(reference, options, RegistryLocation.Of(reference, options));

    /// <summary>What the reference's tag or digest points to: one manifest or an index.</summary>
    internal async Task<Descriptor> ResolveAsync(CancellationToken cancel)
    {
        // A digest is asked for as it is; its size comes with the answer.
        if (_reference.Digest.Length > 0)
            return new Descriptor("", _reference.Digest, -1);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await AskForTagAsync(cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException and not ImageException && attempt + 1 < _options.Attempts && !cancel.IsCancellationRequested)
            {
                await Task.Delay(_options.FirstRetryDelay * Math.Pow(2, attempt), _options.Time, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException and not ImageException)
            {
                throw new ImageException(ImageProblem.Unreachable, $"{_reference} cannot be pulled: {e.Message}", e);
            }
        }
    }

    public async Task<BlobStream?> OpenAsync(Descriptor blob, BlobKind kind, long offset, int attempt, CancellationToken cancel)
    {
        string path = kind == BlobKind.Manifest ? $"manifests/{blob.Digest}" : $"blobs/{blob.Digest}";
        HttpResponseMessage response = await GetAsync(path, kind, offset, cancel).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            response.Dispose();
            response = await GetAsync(path, kind, 0, cancel).ConfigureAwait(false);
        }

        return response.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent => await Answers.ContentAsync(response, cancel).ConfigureAwait(false),
            HttpStatusCode.NotFound => Answers.Nothing(response),
            _ => throw Refused(response),
        };
    }

    public void Dispose()
    {
        _authority.Dispose();
        _client.Dispose();
    }

    private async Task<Descriptor> AskForTagAsync(CancellationToken cancel)
    {
        using HttpResponseMessage response = await GetAsync($"manifests/{_reference.Tag}", BlobKind.Manifest, 0, cancel).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new ImageException(ImageProblem.NotFound, $"{Name} has no image {_location.Repository}:{_reference.Tag}");
        if (response.StatusCode != HttpStatusCode.OK)
            throw Refused(response);
        using BlobStream stream = await Answers.ContentAsync(response, cancel).ConfigureAwait(false);
        byte[] content = await Answers.ReadSmallAsync(stream.Content, $"the manifest of {_reference}", _options, cancel).ConfigureAwait(false);
        return new Descriptor(response.Content.Headers.ContentType?.MediaType ?? "", Digest.Of(content), content.Length);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, BlobKind kind, long offset, CancellationToken cancel)
    {
        for (bool again = false; ; again = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_location.Base, $"/v2/{_location.Repository}/{path}"));
            if (kind == BlobKind.Manifest)
            {
                foreach (string type in (string[])[MediaTypes.Manifest, MediaTypes.Index, MediaTypes.DockerManifest, MediaTypes.DockerList])
                    request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
            }

            if (offset > 0)
                request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.Authorization = _authority.Current;
            HttpResponseMessage response = await Answers.HeadersAsync(_client, request, _options, cancel).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized || again)
                return response;
            using (response)
                await _authority.AnswerAsync(response, cancel).ConfigureAwait(false);
        }
    }

    private IOException Refused(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            return Answers.Failed(response, Name);
        response.Dispose();
        return new ImageException(ImageProblem.Denied, $"{Name} does not give {_location.Repository} to "
            + (_authority.HasLogin ? "the login that is configured for it" : "strangers, or it does not exist; configure a login for it"));
    }
}
