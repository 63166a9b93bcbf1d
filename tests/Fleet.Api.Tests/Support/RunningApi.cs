using System.Net;
using Fleet.Api.Contracts.Connection;

namespace Fleet.Api.Tests.Support;

/// <summary>Both servers on a folder and a port of their own.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly string _top;

    private RunningApi(string top, string socket, FleetApi api, FakeEngine engine) =>
        (_top, Socket, Api, Engine, Client) = (top, socket, api, engine, new AgentClient(socket));

    public string Socket { get; }

    public FleetApi Api { get; }

    public FakeEngine Engine { get; }

    public AgentClient Client { get; }

    /// <param name="depth">How many bytes of folders lie above the socket.</param>
    /// <param name="metrics">On a port of their own too.</param>
    /// <param name="relay">Where nodes are, for one that is a control host.</param>
    public static async Task<RunningApi> StartAsync(int depth = 0, Func<string, string?>? relay = null, bool metrics = false)
    {
        string top = Directory.CreateTempSubdirectory("fleet-api-test-").FullName;
        string folder = Path.Combine([top, .. Enumerable.Repeat(new string('d', 50), depth / 50)]);
        Directory.CreateDirectory(folder);
        string socket = Path.Combine(folder, "fleet.sock");
        var engine = new FakeEngine();
        var api = await FleetApi.StartAsync(new FleetApiOptions
        {
            SocketPath = socket,
            TcpAddress = new IPEndPoint(IPAddress.Loopback, 0),
            MetricsAddress = metrics ? new IPEndPoint(IPAddress.Loopback, 0) : null,
            Engine = engine,
            Relay = relay is null ? null : (node, _) => Task.FromResult(relay(node)),
            Name = "n1",
            Roles = ["worker"],
            Version = "1.2.3",
        });
        return new RunningApi(top, socket, api, engine);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
        Directory.Delete(_top, recursive: true);
    }
}
