using System.Net;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fleet.Images.Tests.Registries;

/// <summary>One node takes an image from others.</summary>
public class PeerTests
{
    private static readonly ImageStoreOptions Quick = new() { FirstRetryDelay = TimeSpan.FromMilliseconds(1), Attempts = 2 };

    /// <summary>Another node: serves the blobs of a store, HTTP/2 only.</summary>
    private static Task<WebServer> NodeAsync(ImageStore store, Func<string, byte[], byte[]?>? spoil = null) =>
        WebServer.StartAsync(HttpProtocols.Http2, async context =>
        {
            Assert.Equal("HTTP/2", context.Request.Protocol);
            string digest = context.Request.Path.Value!.Split('/')[^1];
            await using FileStream? blob = context.Request.Path.StartsWithSegments("/v1/blobs") ? store.OpenBlob(digest) : null;
            byte[]? content = blob is null ? null : new byte[blob.Length];
            if (content is not null)
                await blob!.ReadExactlyAsync(content);
            if (content is not null && spoil is not null)
                content = spoil(digest, content);
            if (content is null)
                context.Response.StatusCode = 404;
            else
                await WebServer.SendAsync(context, content);
        });

    [SkippableFact]
    public async Task An_image_comes_whole_from_another_node_and_can_be_handed_on()
    {
        using Imported a = await Imported.LayersAsync(new TestLayer().File("f", "f"), new TestLayer().File("g", "g"));
        await using WebServer nodeA = await NodeAsync(a.Store);
        using Imported b = Imported.Nothing();
        ImageRecord image = await b.Store.PullFromPeersAsync(a.Image.Digest, [nodeA.Uri], name: "from/a");
        Assert.Equal(["from/a:latest"], image.Names.AsEnumerable());
        Assert.Equal(a.Image.ConfigDigest, image.ConfigDigest);
        using (var merged = new MergedView(b.Store, image))
            Assert.Equal(["/", "/f", "/g"], merged.Find("/"));

        await using WebServer nodeB = await NodeAsync(b.Store);
        using Imported c = Imported.Nothing();
        Assert.Empty((await c.Store.PullFromPeersAsync(a.Image.Digest, [nodeB.Uri])).Names);
    }

    [SkippableFact]
    public async Task Nodes_that_lack_it_are_gone_or_lie_are_passed_over()
    {
        using Imported a = await Imported.LayersAsync(new TestLayer().File("f", "f"), new TestLayer().File("g", "g"));
        await using WebServer good = await NodeAsync(a.Store);
        using Imported empty = Imported.Nothing();
        await using WebServer lacking = await NodeAsync(empty.Store);
        await using WebServer lying = await NodeAsync(a.Store, (_, content) =>
        {
            content[content.Length / 2] ^= 1;
            return content;
        });
        WebServer gone = await NodeAsync(a.Store);
        Uri goneUri = gone.Uri;
        await gone.DisposeAsync();
        using Imported b = Imported.Nothing();
        using ImageStore store = ImageStore.Open(b.Temp["quick"], Quick);
        ImageRecord image = await store.PullFromPeersAsync(a.Image.Digest, [goneUri, lacking.Uri, lying.Uri, good.Uri]);
        Assert.Equal(a.Image.Digest, image.Digest);
    }

    [SkippableFact]
    public async Task Where_no_node_has_it_it_is_not_found()
    {
        using Imported a = await Imported.LayersAsync(new TestLayer().File("f", "f"));
        using Imported empty = Imported.Nothing();
        await using WebServer lacking = await NodeAsync(empty.Store);
        using Imported b = Imported.Nothing();
        using ImageStore store = ImageStore.Open(b.Temp["quick"], Quick);
        var e = await Assert.ThrowsAsync<ImageException>(() => store.PullFromPeersAsync(a.Image.Digest, [lacking.Uri]));
        Assert.Equal(ImageProblem.NotFound, e.Problem);
        Assert.Equal(ImageProblem.NotFound, (await Assert.ThrowsAsync<ImageException>(() => store.PullFromPeersAsync(a.Image.Digest, []))).Problem);
    }

    [SkippableFact]
    public async Task Who_lacks_the_image_is_asked_once_and_who_has_it_gives_all_of_it()
    {
        using Imported a = await Imported.LayersAsync(new TestLayer().File("f", "f"), new TestLayer().File("g", "g"));
        await using WebServer node = await NodeAsync(a.Store);
        using Imported empty = Imported.Nothing();
        await using WebServer lacking = await NodeAsync(empty.Store);
        using Imported b = Imported.Nothing();
        await b.Store.PullFromPeersAsync(a.Image.Digest, [lacking.Uri, node.Uri]);
        Assert.Single(lacking.Asked);
        Assert.Equal(4, node.Asked.Count);

        using Imported c = Imported.Nothing();
        await Assert.ThrowsAsync<ImageException>(() => c.Store.PullFromPeersAsync(a.Image.Digest, [lacking.Uri]));
        Assert.Equal(2, lacking.Asked.Count);
    }

    [SkippableFact]
    public async Task The_caller_makes_the_client()
    {
        using Imported a = await Imported.LayersAsync(new TestLayer().File("f", "f"));
        await using WebServer node = await NodeAsync(a.Store);
        using Imported b = Imported.Nothing();
        var seen = new List<Uri>();
        await b.Store.PullFromPeersAsync(a.Image.Digest, [new Uri("http://n2.fleet/")], uri =>
        {
            seen.Add(uri);
            return new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, cancel) => await ConnectAsync(node.Uri.Port, cancel) });
        });
        Assert.Equal(new Uri("http://n2.fleet/"), Assert.Single(seen));
    }

    private static async Task<Stream> ConnectAsync(int port, CancellationToken cancel)
    {
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
    }
}
