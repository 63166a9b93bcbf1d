using System.Collections.Immutable;
using System.Text;
using Fleet.Images.Registries;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Fleet.Images.Tests.Registries;

/// <summary>Challenges: Basic, tokens with and without a login.</summary>
public class LoginTests
{
    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:secret:word"));

    private static async Task<Records.ImageRecord> PullAsync(TempFolder temp, FakeRegistry registry, string? password)
    {
        var options = new ImageStoreOptions
        {
            Attempts = 1,
            Logins = password is null
                ? ImmutableDictionary<string, RegistryLogin>.Empty
                : ImmutableDictionary<string, RegistryLogin>.Empty.Add(registry.Authority, new RegistryLogin("me", password)),
        };
        using ImageStore store = ImageStore.Open(temp["store"], options);
        return await store.PullAsync($"{registry.Authority}/app");
    }

    private static async Task<(TempFolder, FakeRegistry)> StartAsync()
    {
        Needs.Root();
        var temp = new TempFolder();
        new TestImage(temp["layout"]).Layer(new TestLayer().File("f")).Layer(new TestLayer().File("g")).Write("app");
        return (temp, await FakeRegistry.StartAsync(temp["layout"]));
    }

    [SkippableFact]
    public async Task Basic_is_answered_with_the_configured_login_and_refused_without()
    {
        (TempFolder temp, FakeRegistry registry) = await StartAsync();
        using (temp)
        await using (registry)
        {
            registry.Before = (context, _) =>
            {
                bool known = context.Request.Headers.Authorization == Basic;
                context.Response.StatusCode = known ? 200 : 401;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"here\"";
                return Task.FromResult(!known);
            };
            await PullAsync(temp, registry, "secret:word");
            var wrong = await Assert.ThrowsAsync<ImageException>(() => PullAsync(temp, registry, "wrong"));
            Assert.Equal(ImageProblem.Denied, wrong.Problem);
            var none = await Assert.ThrowsAsync<ImageException>(() => PullAsync(temp, registry, null));
            Assert.Contains("configure a login", none.Message);
        }
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_is_fetched_once_from_where_the_challenge_says(bool withLogin)
    {
        (TempFolder temp, FakeRegistry registry) = await StartAsync();
        using (temp)
        await using (registry)
        {
            var asked = new List<string>();
            registry.Before = async (context, path) =>
            {
                if (path == "/token")
                {
                    asked.Add($"{context.Request.Query["service"]} {context.Request.Query["scope"]} {context.Request.Headers.Authorization}".Trim());
                    await context.Response.WriteAsync("{\"access_token\": \"t0ken\"}");
                    return true;
                }

                if (context.Request.Headers.Authorization == "Bearer t0ken")
                    return false;
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate =
                    $"Bearer realm=\"http://{registry.Authority}/token\",service=\"the registry\",scope=\"repository:app:pull,push\"";
                return true;
            };
            await PullAsync(temp, registry, withLogin ? "secret:word" : null);
            Assert.Equal($"the registry repository:app:pull,push {(withLogin ? Basic : "")}".Trim(), Assert.Single(asked));
        }
    }

    [Fact]
    public void Challenge_parameters_are_read_quoted_and_bare()
    {
        IReadOnlyDictionary<string, string> c = Challenge.Parse("""realm="https://a/b?c=d", service=x , scope="r:a:pull,push",error="say \"no\"" """);
        Assert.Equal("https://a/b?c=d", c["realm"]);
        Assert.Equal("x", c["service"]);
        Assert.Equal("r:a:pull,push", c["scope"]);
        Assert.Equal("say \"no\"", c["error"]);
    }

    [Theory]
    [InlineData("localhost/a", "http://localhost/", "a")]
    [InlineData("127.0.0.9:5000/a", "http://127.0.0.9:5000/", "a")]
    [InlineData("[::1]:5000/a", "http://[::1]:5000/", "a")]
    [InlineData("plain.host:80/a", "http://plain.host/", "a")]
    [InlineData("10.0.0.1:5000/a", "https://10.0.0.1:5000/", "a")]
    [InlineData("docker.io/busybox", "https://registry-1.docker.io/", "library/busybox")]
    [InlineData("docker.io/a/b", "https://registry-1.docker.io/", "a/b")]
    [InlineData("short", "https://my.default/", "short")]
    public void A_registry_is_spoken_to_in_the_clear_only_on_loopback_or_by_configuration(string reference, string uri, string repository)
    {
        var options = new ImageStoreOptions { PlainHttpHosts = ["plain.host:80"], DefaultRegistry = "my.default" };
        RegistryLocation location = RegistryLocation.Of(Images.References.ImageReference.Parse(reference), options);
        Assert.Equal((uri, repository), (location.Base.ToString(), location.Repository));
    }
}
