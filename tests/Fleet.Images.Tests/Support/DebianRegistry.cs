using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fleet.Images.Tests.Support;

/// <summary>Debian's docker-registry on loopback, its data in the test's folder.</summary>
internal sealed class DebianRegistry : IAsyncDisposable
{
    private readonly Process _process;

    private DebianRegistry(Process process, string authority) => (_process, Authority) = (process, authority);

    internal string Authority { get; }

    internal static async Task<DebianRegistry> StartAsync(TempFolder temp)
    {
        string authority = $"127.0.0.1:{FreePort()}";
        string config = temp.File("registry.yml", $"""
            version: 0.1
            log: {"{"}level: error{"}"}
            storage: {"{"}filesystem: {"{"}rootdirectory: {temp["registry"]}{"}"}{"}"}
            http: {"{"}addr: "{authority}"{"}"}
            """);
        var registry = new DebianRegistry(
            Process.Start(new ProcessStartInfo("docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!, authority);
        registry._process.BeginErrorReadLine();
        registry._process.BeginOutputReadLine();
        using var client = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                if ((await client.GetAsync(new Uri($"http://{authority}/v2/"), patience.Token)).IsSuccessStatusCode)
                    return registry;
            }
            catch (HttpRequestException) when (!registry._process.HasExited)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
