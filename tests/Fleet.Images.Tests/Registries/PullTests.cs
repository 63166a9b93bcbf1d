using System.Security.Cryptography;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Fleet.Images.Tests.Registries;

/// <summary>Pulling from a registry that behaves, and from one that does not.</summary>
public class PullTests
{
    private static readonly ImageStoreOptions Quick = new() { FirstRetryDelay = TimeSpan.FromMilliseconds(1), Silence = TimeSpan.FromSeconds(20) };

    private sealed class Setup : IAsyncDisposable
    {
        internal required TempFolder Temp { get; init; }

        internal required FakeRegistry Registry { get; init; }

        internal required ImageStore Store { get; init; }

        internal string LayerDigest { get; private set; } = "";

        internal static async Task<Setup> StartAsync(ImageStoreOptions? options = null)
        {
            Needs.Root();
            var temp = new TempFolder();
            byte[] noise = RandomNumberGenerator.GetBytes(1 << 20);
            byte[] blob = new TestLayer().File("base", "base").Add(new Images.Layout.TarItem("noise", '0'), noise).Tar();
            new TestImage(temp["layout"]).Layer(blob, blob).Layer(new TestLayer().File("top", "top")).Write("app");
            return new Setup
            {
                Temp = temp,
                Registry = await FakeRegistry.StartAsync(temp["layout"]),
                Store = ImageStore.Open(temp["store"], options ?? Quick),
                LayerDigest = Content.Digest.Of(blob),
            };
        }

        internal Task<ImageRecord> PullAsync(string tag = "") => Store.PullAsync($"{Registry.Authority}/app{tag}");

        public async ValueTask DisposeAsync()
        {
            Store.Dispose();
            await Registry.DisposeAsync();
            Temp.Dispose();
        }
    }

    [SkippableFact]
    public async Task An_image_is_pulled_named_and_not_fetched_twice()
    {
        await using Setup s = await Setup.StartAsync();
        ImageRecord image = await s.PullAsync();
        Assert.Equal([$"{s.Registry.Authority}/app:latest"], image.Names.AsEnumerable());
        using (var merged = new MergedView(s.Store, image))
            Assert.Equal(["/", "/base", "/noise", "/top"], merged.Find("/"));
        int asked = s.Registry.Asked.Count();
        Assert.Equal(image.Digest, (await s.PullAsync()).Digest);
        Assert.Equal(asked + 1, s.Registry.Asked.Count()); // the tag alone
    }

    [SkippableFact]
    public async Task By_digest_it_is_verified_and_has_no_name_unless_a_tag_is_given_too()
    {
        await using Setup s = await Setup.StartAsync();
        string digest = await s.Store.ResolveAsync($"{s.Registry.Authority}/app");
        Assert.Empty(s.Store.List());
        Assert.Empty((await s.PullAsync("@" + digest)).Names);
        Assert.Equal([$"{s.Registry.Authority}/app:v1"], (await s.PullAsync(":v1@" + digest)).Names.AsEnumerable());
    }

    [SkippableFact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        await using Setup s = await Setup.StartAsync();
        int breaks = 2;
        s.Registry.Before = async (context, path) =>
        {
            if (!path.EndsWith(s.LayerDigest, StringComparison.Ordinal) || breaks-- <= 0)
                return false;
            byte[] blob = File.ReadAllBytes(s.Temp["layout/blobs/" + s.LayerDigest.Replace(':', '/')]);
            int from = int.Parse(context.Request.Headers.Range.ToString().Split('=', '-') is { Length: > 1 } parts ? parts[1] : "0");
            context.Response.StatusCode = from > 0 ? 206 : 200;
            if (from > 0)
                context.Response.Headers.ContentRange = $"bytes {from}-{blob.Length - 1}/{blob.Length}";
            context.Response.ContentLength = blob.Length - from;
            await context.Response.Body.WriteAsync(blob.AsMemory(from, 300_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        ImageRecord image = await s.PullAsync();
        Assert.Equal(2, image.Layers.Length);
        string[] asked = [.. s.Registry.Asked.Where(a => a.Contains(s.LayerDigest))];
        Assert.Equal(3, asked.Length);
        Assert.Matches("bytes=[1-9][0-9]*-$", asked[1]);
        Assert.Matches("bytes=[1-9][0-9]*-$", asked[2]);
    }

    [SkippableFact]
    public async Task A_registry_that_ignores_ranges_is_read_from_the_start_again()
    {
        await using Setup s = await Setup.StartAsync();
        int requests = 0;
        s.Registry.Before = async (context, path) =>
        {
            if (!path.EndsWith(s.LayerDigest, StringComparison.Ordinal))
                return false;
            byte[] blob = File.ReadAllBytes(s.Temp["layout/blobs/" + s.LayerDigest.Replace(':', '/')]);
            context.Response.ContentLength = blob.Length;
            bool breaks = requests++ == 0;
            await context.Response.Body.WriteAsync(breaks ? blob.AsMemory(0, 200_000) : blob);
            await context.Response.Body.FlushAsync();
            if (breaks)
                context.Abort();
            return true;
        };
        await s.PullAsync();
        Assert.Equal(2, requests);
    }

    [SkippableTheory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_fault_of_the_server_is_tried_again(int status)
    {
        await using Setup s = await Setup.StartAsync();
        int faults = 3;
        s.Registry.Before = (context, _) =>
        {
            if (faults-- <= 0)
                return Task.FromResult(false);
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        await s.PullAsync();
    }

    [SkippableFact]
    public async Task What_has_the_wrong_digest_is_refused_and_nothing_stays()
    {
        await using Setup s = await Setup.StartAsync();
        s.Registry.Before = async (context, path) =>
        {
            if (!path.EndsWith(s.LayerDigest, StringComparison.Ordinal))
                return false;
            byte[] blob = File.ReadAllBytes(s.Temp["layout/blobs/" + s.LayerDigest.Replace(':', '/')]);
            blob[^2000] ^= 1;
            await WebServer.SendAsync(context, blob);
            return true;
        };
        var e = await Assert.ThrowsAsync<ImageException>(() => s.PullAsync());
        Assert.Equal(ImageProblem.WrongContent, e.Problem);
        Assert.Contains($"instead of {s.LayerDigest}", e.Message);
        Assert.Contains(s.Registry.Authority, e.Message);
        Assert.Empty(Directory.EnumerateFiles(s.Temp["store/blobs/sha256"]));
        Assert.Empty(Directory.EnumerateFiles(s.Temp["store/ingest"]));
    }

    [SkippableFact]
    public async Task A_blob_longer_than_announced_is_refused_at_once()
    {
        await using Setup s = await Setup.StartAsync();
        s.Registry.Before = async (context, path) =>
        {
            if (!path.EndsWith(s.LayerDigest, StringComparison.Ordinal))
                return false;
            await WebServer.SendAsync(context, new byte[2 << 20]);
            return true;
        };
        Assert.Contains("longer than", (await Assert.ThrowsAsync<ImageException>(() => s.PullAsync())).Message);
    }

    [SkippableFact]
    public async Task What_arrived_before_the_registry_vanished_is_kept_for_the_next_pull_even_by_another_process()
    {
        await using Setup s = await Setup.StartAsync();
        bool gone = true;
        s.Registry.Before = async (context, path) =>
        {
            if (!gone || !path.EndsWith(s.LayerDigest, StringComparison.Ordinal))
                return false;
            if (context.Request.Headers.Range.Count == 0)
            {
                context.Response.ContentLength = 2 << 20;
                byte[] blob = File.ReadAllBytes(s.Temp["layout/blobs/" + s.LayerDigest.Replace(':', '/')]);
                await context.Response.Body.WriteAsync(blob.AsMemory(0, 500_000));
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
            return true;
        };
        Assert.Equal(ImageProblem.Unreachable, (await Assert.ThrowsAsync<ImageException>(() => s.PullAsync())).Problem);
        s.Store.Dispose();
        gone = false;
        using ImageStore again = ImageStore.Open(s.Temp["store"], Quick);
        await again.PullAsync($"{s.Registry.Authority}/app");
        Assert.Matches("bytes=[1-9]", s.Registry.Asked.Last(a => a.Contains(s.LayerDigest)));
    }

    [SkippableFact]
    public async Task What_the_registry_does_not_have_is_not_found()
    {
        await using Setup s = await Setup.StartAsync();
        var e = await Assert.ThrowsAsync<ImageException>(() => s.PullAsync(":v9"));
        Assert.Equal(ImageProblem.NotFound, e.Problem);
        Assert.Contains($"registry {s.Registry.Authority} has no image app:v9", e.Message);
    }

    [SkippableFact]
    public async Task A_registry_that_does_not_answer_is_unreachable()
    {
        await using Setup s = await Setup.StartAsync();
        string authority = s.Registry.Authority;
        await s.Registry.DisposeAsync();
        var e = await Assert.ThrowsAsync<ImageException>(() => s.Store.PullAsync($"{authority}/app"));
        Assert.Equal(ImageProblem.Unreachable, e.Problem);
        Assert.Contains("refused", e.Message);
    }

    [SkippableFact]
    public async Task A_registry_that_falls_silent_is_given_up()
    {
        await using Setup s = await Setup.StartAsync(Quick with { Silence = TimeSpan.FromMilliseconds(100), Attempts = 2 });
        s.Registry.Before = async (context, path) =>
        {
            if (!path.EndsWith(s.LayerDigest, StringComparison.Ordinal))
                return false;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var e = await Assert.ThrowsAsync<ImageException>(() => s.PullAsync());
        Assert.Equal(ImageProblem.Unreachable, e.Problem);
        Assert.Matches("nothing came for|did not answer within", e.Message); // on a busy machine even the headers may come too late
    }

    [SkippableFact]
    public async Task A_name_without_registry_is_not_pulled_unless_one_is_configured()
    {
        await using Setup s = await Setup.StartAsync();
        var e = await Assert.ThrowsAsync<ImageException>(() => s.Store.PullAsync("app"));
        Assert.Equal(ImageProblem.NotFound, e.Problem);
        Assert.Contains("its name holds no registry to ask", e.Message);
        using ImageStore other = ImageStore.Open(s.Temp["other"], Quick with { DefaultRegistry = s.Registry.Authority });
        Assert.Equal(["app:latest"], (await other.PullAsync("app")).Names.AsEnumerable());
    }
}
