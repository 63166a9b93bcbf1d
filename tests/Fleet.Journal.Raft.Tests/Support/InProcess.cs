using System.Net;
using System.Net.Sockets;
using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft.Tests.Support;

/// <summary>Three members in this process, on loopback, each with a folder of its own.</summary>
internal sealed class InProcess : IAsyncDisposable
{
    private readonly string _top = TestFolder.Make();
    private readonly Replica?[] _replicas;
    private readonly ReplicaOptions _options;

    public InProcess(int count = 3, ReplicaOptions? options = null)
    {
        _options = options ?? ReplicaOptions.Default;
        Addresses = [.. FreePorts(count).Select(port => new HostPort("127.0.0.1", port)).OrderBy(address => address.ToString(), StringComparer.Ordinal)];
        _replicas = new Replica?[count];
    }

    public HostPort[] Addresses { get; }

    public Replica this[int member] => _replicas[member] ?? throw new InvalidOperationException($"member {member} is not up");

    public string Folder(int member) => Path.Combine(_top, $"m{member}");

    public InProcess StartAll()
    {
        for (int member = 0; member < Addresses.Length; member++) Start(member);
        return this;
    }

    public void Start(int member, Func<IDisk, IDisk>? with = null)
    {
        IDisk disk = new FileDisk(Folder(member));
        _replicas[member] = new Replica(new MemberList(Addresses, Addresses[member]), "127.0.0.1", Folder(member), with?.Invoke(disk) ?? disk, _options);
    }

    public async Task StopAsync(int member)
    {
        await this[member].DisposeAsync();
        _replicas[member] = null;
    }

    public IEventLog Log(int member, double patience = 20) => new RaftEventLog(this[member], TimeSpan.FromSeconds(patience), ownsReplica: false);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            if (replica is not null) await replica.DisposeAsync();
        Directory.Delete(_top, recursive: true);
    }

    private static int[] FreePorts(int count)
    {
        var taken = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        taken.ForEach(listener => listener.Start());
        int[] ports = [.. taken.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        taken.ForEach(listener => listener.Dispose());
        return ports;
    }
}
