using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fleet.Images.Tests.Support;

/// <summary>A registry that serves a layout folder as repository "app", with faults on demand.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    private WebServer _server = null!;

    /// <summary>Called before a request is answered; true: it was answered.</summary>
    internal Func<HttpContext, string, Task<bool>> Before { get; set; } = (_, _) => Task.FromResult(false);

    internal string Authority => _server.Authority;

    internal IEnumerable<string> Asked => _server.Asked;

    internal static async Task<FakeRegistry> StartAsync(string layout)
    {
        var registry = new FakeRegistry();
        registry._server = await WebServer.StartAsync(HttpProtocols.Http1, context => registry.AnswerAsync(context, layout));
        return registry;
    }

    private async Task AnswerAsync(HttpContext context, string layout)
    {
        string path = context.Request.Path.Value!;
        if (await Before(context, path))
            return;
        string name = path.Split('/')[^1];
        if (path.Contains("/manifests/", StringComparison.Ordinal) && name == "latest")
        {
            JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]![0]!;
            name = root["digest"]!.GetValue<string>();
            context.Response.ContentType = root["mediaType"]!.GetValue<string>();
        }

        string file = Path.Combine(layout, "blobs", name.Replace(':', '/'));
        if (!path.StartsWith("/v2/app/", StringComparison.Ordinal) || !File.Exists(file))
        {
            context.Response.StatusCode = 404;
            return;
        }

        await WebServer.SendAsync(context, await File.ReadAllBytesAsync(file));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
