using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Fleet.Images.Manifests;
using Fleet.Images.Sources;
using Fleet.Images.Store;

namespace Fleet.Images.Registries;

/// <summary>
/// Answers a registry's challenge (RFC 9110 11.6.1): Basic with the configured login, or a token from the service it names,
/// anonymous where there is no login (distribution: "Token Authentication").
/// </summary>
internal sealed partial class RegistryAuthority(HttpClient client, RegistryLocation location, ImageStoreOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RegistryLogin? _login = options.Logins.GetValueOrDefault(location.Host);

    /// <summary>What requests bear; null until the registry asks for it.</summary>
    internal AuthenticationHeaderValue? Current { get; private set; }

    internal bool HasLogin => _login is not null;

    internal async Task AnswerAsync(HttpResponseMessage refused, CancellationToken cancel)
    {
        AuthenticationHeaderValue? bore = refused.RequestMessage?.Headers.Authorization;
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // A request beside this one may have fetched the token meanwhile.
            if (!Equals(bore, Current))
                return;
            foreach (AuthenticationHeaderValue challenge in refused.Headers.WwwAuthenticate)
            {
                if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                {
                    Current = new AuthenticationHeaderValue("Bearer", await FetchTokenAsync(Challenge.Parse(challenge.Parameter), cancel).ConfigureAwait(false));
                    return;
                }

                if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && _login is not null)
                {
                    Current = Basic(_login);
                    return;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> FetchTokenAsync(IReadOnlyDictionary<string, string> challenge, CancellationToken cancel)
    {
        if (!Uri.TryCreate(challenge.GetValueOrDefault("realm"), UriKind.Absolute, out Uri? realm) || realm.Scheme is not ("http" or "https"))
            throw new ImageException(ImageProblem.Denied, $"registry {location.Host} wants a token but does not say from where");
        if (_login is not null && realm.Scheme == "http" && location.Base.Scheme == "https")
            throw new ImageException(ImageProblem.Denied, $"registry {location.Host} wants its login sent to {realm.Authority} in plain text; that is refused");
        string query = string.Join('&', new[] { ("service", challenge.GetValueOrDefault("service")), ("scope", challenge.GetValueOrDefault("scope") ?? $"repository:{location.Repository}:pull") }
            .Where(p => p.Item2 is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = realm.Query.TrimStart('?') is { Length: > 0 } old ? $"{old}&{query}" : query }.Uri);
        if (_login is not null)
            request.Headers.Authorization = Basic(_login);
        using HttpResponseMessage response = await Answers.HeadersAsync(client, request, options, cancel).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new ImageException(ImageProblem.Denied, $"{realm.Authority} gives no token for {location.Repository}: {(HasLogin ? "check the login that is configured" : "configure a login")} for {location.Host}");
        if (response.StatusCode != HttpStatusCode.OK)
            throw Answers.Failed(response, realm.Authority);
        byte[] body = await Answers.ReadSmallAsync(
            await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), $"the token of {realm.Authority}", options, cancel).ConfigureAwait(false);
        JsonElement json = JsonReading.ParseObject(body, $"the token of {realm.Authority}");
        return json.Text("token") ?? json.Text("access_token") ?? throw new ImageException(ImageProblem.Denied, $"{realm.Authority} answered without a token");
    }

    private static AuthenticationHeaderValue Basic(RegistryLogin login) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}")));

    public void Dispose() => _turn.Dispose();
}
