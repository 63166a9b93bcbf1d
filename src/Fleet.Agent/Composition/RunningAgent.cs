using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Reflection;
using Akka.Actor;
using Fleet.Agent.Configuration;
using Fleet.Agent.Startup;
using Fleet.Api;
using Fleet.Api.Contracts.Roots;
using Fleet.Client;
using Fleet.Control.Hosting;
using Fleet.Linux.Files;
using Fleet.Node;

namespace Fleet.Agent.Composition;

/// <summary>
/// The rooms of one agent, put together by its roles. The order is that of need: control, whose door the worker visits; worker,
/// which takes up what earlier agents left; then the socket, which answers only when everything behind it works.
/// </summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    private readonly FleetRoot _root;

    // Who never asks anything of the cluster does not pay for a session with it.
    private Lazy<FleetClient> _client = new();
    private ControlHost? _control;
    private ActorSystem? _system;
    private NodeHost? _node;
    private FleetApi? _api;
    private AgentRecord? _record;

    private RunningAgent(FleetRoot root) => _root = root;


    private static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static async Task<RunningAgent> StartAsync(AgentSettings settings, AgentArguments arguments, FleetRoot root, CancellationToken cancel)
    {
        var agent = new RunningAgent(root);
        try
        {
            await agent.StartAsync(settings, arguments, cancel).ConfigureAwait(false);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public string Describe() =>
        $"{_record!.Name} ({string.Join(", ", _record.Roles)}) is ready: pid {_record.Pid}, socket {_root.Socket}"
        + (_record.Door.Length > 0 ? $", door {_record.Door}" : "") + $", http {_record.Http}";

    /// <summary>What the user should know of the way it had to start; null when there is nothing.</summary>
    public string? Notice => _node?.PlaceNotice;

    private async Task StartAsync(AgentSettings settings, AgentArguments arguments, CancellationToken cancel)
    {
        WritePid();
        var address = IPAddress.Parse(settings.Network.Address);
        int port = FreePort.Choose(address, settings.Network.HttpPort);
        string http = new Configuration.HostPort(settings.Network.PublicAddress, port).ToString();

        if (settings.IsControl)
        {
            // A journal flushes what is in its folder; that the folder is there is for its maker to flush.
            string journal = Path.Combine(_root.State, settings.Journal.Backend == JournalBackend.Raft ? "control/raft" : "control");
            DurableFile.MakeFolder(journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            _control = await ControlHost.StartAsync(ControlSettingsOf.Agent(settings, _root, http), cancel).ConfigureAwait(false);
        }
        var doors = Doors(settings);
        _system = NodeSystem.Create(settings);
        if (settings.IsWorker)
        {
            var node = NodeSettingsOf.Agent(settings, arguments, _root, http, doors, Version);
            _node = await NodeHost.StartAsync(node, _system, cancel).ConfigureAwait(false);
        }
        _client = new Lazy<FleetClient>(() => FleetClient.Create(_system, new FleetClientOptions
        {
            // Somebody waits at a command line: long enough for a control host to be started again, and then an answer.
            Doors = doors, UnreachableAfter = TimeSpan.FromSeconds(30), OutagePatience = TimeSpan.FromSeconds(30),
        }));
        _record = new AgentRecord
        {
            Name = settings.Node.Name,
            Roles = [.. settings.Node.Roles.Select(role => role.ToString().ToLowerInvariant())],
            Pid = Environment.ProcessId,
            Address = _control?.ClusterAddress ?? "",
            Door = _control?.DoorAddress ?? "",
            Http = http,
            Cgroup = _node?.CgroupParent ?? "",
            Version = Version,
        };
        _record.WriteTo(_root.AgentFile);
        _api = await FleetApi.StartAsync(new FleetApiOptions
        {
            SocketPath = _root.Socket,
            TcpAddress = new IPEndPoint(address, port),
            MetricsAddress = settings.Api.MetricsPort == 0 ? null : new IPEndPoint(IPAddress.Parse(settings.Api.MetricsAddress), settings.Api.MetricsPort),
            Engine = _node?.Engine,
            Client = doors.IsEmpty ? null : () => _client.Value,
            Relay = settings.IsControl ? AddressOfNodeAsync : null,
            SchedulerEpoch = () => _control?.Epoch ?? 0,
            Name = settings.Node.Name,
            Roles = _record.Roles,
            Version = Version,
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>Of the configuration; a host that is control itself knows its own.</summary>
    private ImmutableArray<string> Doors(AgentSettings settings)
    {
        ImmutableArray<string> doors = [.. settings.Cluster.Doors.Select(door => door.ToString())];
        return _control is null || doors.Contains(_control.DoorAddress) ? doors : [_control.DoorAddress, .. doors.Where(door => !door.EndsWith(":0", StringComparison.Ordinal))];
    }

    private async Task<string?> AddressOfNodeAsync(string node, CancellationToken cancel) =>
        (await _client.Value.NodesAsync(cancel).ConfigureAwait(false)).FirstOrDefault(view => view.Report.Name == node)?.Report.HttpAddress;

    private void WritePid() =>
        DurableFile.Write(_root.PidFile, System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));

    /// <summary>First the door for users, then the session, then the cluster: each still has what it needs to say goodbye.</summary>
    public async Task LeaveAsync(bool stopContainers)
    {
        if (_node is not null) await _node.LeaveAsync(stopContainers).ConfigureAwait(false);
        if (_api is not null) await _api.DisposeAsync().ConfigureAwait(false);
        _api = null;
        if (_control is not null) await _control.LeaveAsync(LeaveWithin).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync().ConfigureAwait(false);
        if (_client.IsValueCreated) await _client.Value.DisposeAsync().ConfigureAwait(false);
        if (_node is not null) await _node.DisposeAsync().ConfigureAwait(false);
        if (_system is not null) await _system.Terminate().ConfigureAwait(false);
        if (_control is not null) await _control.DisposeAsync().ConfigureAwait(false);
        File.Delete(_root.AgentFile);
        File.Delete(_root.PidFile);
    }
}
