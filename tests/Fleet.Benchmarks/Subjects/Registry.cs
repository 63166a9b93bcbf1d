using System.Net;
using System.Net.Sockets;
using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>Debian's docker-registry on a free port of loopback.</summary>
internal sealed class Registry : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private const string Script = """
        folder=$1
        docker-registry serve "$folder/registry.yml" >"$folder/log" 2>&1 </dev/null &
        registry=$!
        echo ready
        read -r end
        kill "$registry"; wait "$registry"
        rm -rf "$folder"
        """;

    private readonly Keeper _keeper;

    private Registry(int port, Keeper keeper) => (Address, _keeper) = ($"127.0.0.1:{port}", keeper);

    public string Address { get; }

    public static Task<string?> NeedAsync(Action<string> say, CancellationToken cancel) => Packages.NeedAsync(Program, "docker-registry", say, cancel);

    public static async Task<Registry> StartAsync(CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("bench-registry-").FullName;
        int port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "registry.yml"), $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{folder}}/data } }
            http: { addr: '127.0.0.1:{{port}}' }
            """, cancel);
        var registry = new Registry(port, await Keeper.StartAsync(Script, folder));
        try
        {
            await Waiting.UntilAsync(() => Listens(port), "the registry listens", cancel);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
