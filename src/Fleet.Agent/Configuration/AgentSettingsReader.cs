using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Akka.Configuration;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Agent.Configuration;

/// <summary>From defaults, a file and the environment to <see cref="AgentSettings"/>; nothing that is wrong is passed over.</summary>
public static class AgentSettingsReader
{
    // Without a file an agent is one of perhaps several on the machine: it must take what ports it finds.
    private const string WithoutFile = "fleet.network { cluster-port = 0, door-port = 0, http-port = 0 }";

    /// <summary><c>config/reference.conf</c>.</summary>
    public static string Reference { get; } = ReadReference();

    /// <param name="file">Null: the defaults, on loopback and any free ports.</param>
    /// <param name="hostName">The system's, for a node without a name of its own.</param>
    /// <exception cref="SettingsException">The file is not there, or something in it or in the environment is wrong.</exception>
    public static AgentSettings Read(string? file, IReadOnlyDictionary<string, string> environment, string hostName)
    {
        if (file is null)
        {
            return Parse("", WithoutFile, environment, hostName);
        }

        try
        {
            return Parse(file, File.ReadAllText(file), environment, hostName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{file}: cannot be read: {e.Message} (give --config an existing file)"]);
        }
    }

    /// <inheritdoc cref="Read"/>
    internal static AgentSettings Parse(string fileName, string text, IReadOnlyDictionary<string, string> environment, string hostName)
    {
        var source = new SettingsSource(Reference, fileName, text, environment);
        if (source.Faults.Count > 0)
        {
            throw new SettingsException(source.Faults);
        }

        NodeSettings node = ReadNode(new SettingsReader(source, "fleet.node"), hostName);
        NetworkSettings network = ReadNetwork(new SettingsReader(source, "fleet.network"));
        ClusterSettings cluster = ClusterRules.Read(new SettingsReader(source, "fleet.cluster"), node, network);
        var settings = new AgentSettings
        {
            Node = node,
            Network = network,
            Cluster = cluster,
            Session = ReadSession(new SettingsReader(source, "fleet.session")),
            Journal = JournalRules.Read(new SettingsReader(source, "fleet.journal"), cluster),
            Images = ReadImages(new SettingsReader(source, "fleet.images")),
            Logs = ReadLogs(new SettingsReader(source, "fleet.logs")),
            Api = ReadApi(new SettingsReader(source, "fleet.api")),
            Akka = source.File.GetValue("akka") is { } akka ? akka.AtKey("akka") : Config.Empty,
        };
        JournalRules.Check(new SettingsReader(source, "fleet.journal"), settings);
        return source.Faults.Count == 0 ? settings : throw new SettingsException(source.Faults);
    }

    private static NodeSettings ReadNode(SettingsReader at, string hostName)
    {
        string given = at.Text("name", "FLEET_NODE_NAME");
        string name = given.Length > 0 ? given : Names.AsDnsLabel(hostName.Split('.')[0]);
        at.Require(given.Length == 0 || Names.DnsLabelFault(given) is null, "name", Names.DnsLabelFault(name) ?? "", "FLEET_NODE_NAME");
        at.Require(name.Length > 0, "name", $"the system's host name '{hostName}' cannot name a node: set a name");
        ImmutableArray<Role> roles = at.Choices<Role>("roles", "FLEET_ROLES");
        at.Require(!roles.IsEmpty, "roles", "is empty (control, worker or both)", "FLEET_ROLES");
        int first = at.Integer("ports.first", 1, 65535);
        int last = at.Integer("ports.last", 1, 65535);
        at.Require(first <= last, "ports.last", $"{last} is below ports.first, {first}");
        return new NodeSettings
        {
            Name = name,
            Roles = roles,
            Labels = at.Map("labels"),
            ReserveShare = at.Fraction("reserve.share", 0, 0.9),
            ReserveAtMost = new Resources(at.MilliCpu("reserve.cpus"), at.Bytes("reserve.memory"), at.Integer("reserve.pids", 0, int.MaxValue)),
            FirstPort = first,
            LastPort = last,
            FirstUserId = at.Integer("userns.first-id", 65_536, 2_000_000_000),
            CgroupParent = at.Text("cgroup-parent"),
            KeptEnded = at.Integer("kept-ended", 0, 1000),
        };
    }

    private static NetworkSettings ReadNetwork(SettingsReader at)
    {
        string address = at.Text("address", "CLUSTER_IP");
        string given = at.Text("public-address", "CLUSTER_PUBLIC_IP");
        bool insecure = at.Flag("insecure", "FLEET_INSECURE");
        bool isAddress = IPAddress.TryParse(address, out IPAddress? ip);
        at.Require(isAddress, "address", $"'{address}' is not an IP address", "CLUSTER_IP");
        bool any = isAddress && (ip!.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        at.Require(!any || given.Length > 0, "public-address", $"must be set where address is {address}: the others need one to come to", "CLUSTER_PUBLIC_IP");
        at.Require(!isAddress || IPAddress.IsLoopback(ip!) || insecure, "insecure",
            $"the address {address} is beyond loopback and this version has no TLS: whoever reaches its ports can run anything here as root (on a trusted network set insecure = true)");
        return new NetworkSettings
        {
            Address = address,
            PublicAddress = given.Length > 0 ? given : address,
            ClusterPort = at.Integer("cluster-port", 0, 65535, "CLUSTER_PORT"),
            DoorPort = at.Integer("door-port", 0, 65535, "FLEET_DOOR_PORT"),
            HttpPort = at.Integer("http-port", 0, 65535, "FLEET_HTTP_PORT"),
            Insecure = insecure,
        };
    }

    private static SessionSettings ReadSession(SettingsReader at)
    {
        int before = at.FaultsSoFar;
        TimeSpan heartbeat = at.Duration("heartbeat", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        TimeSpan lease = at.Duration("lease", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        at.RequireOfGood(before, lease > 3 * heartbeat, "lease", $"{DurationText.Format(lease)} must outlast three heartbeats of {DurationText.Format(heartbeat)}");
        return new SessionSettings(heartbeat, lease);
    }

    private static ImageSettings ReadImages(SettingsReader at) =>
        new(at.Text("default-registry", "FLEET_REGISTRY"), at.Texts("insecure-registries", "FLEET_INSECURE_REGISTRIES"));

    private static LogSettings ReadLogs(SettingsReader at) =>
        new(at.Bytes("max-size", atLeast: 4096), at.Integer("max-files", 1, 1000), at.Choice<LogLevel>("level", "FLEET_LOG_LEVEL"),
            at.Choice<LogFormat>("format", "FLEET_LOG_FORMAT"));

    private static ApiSettings ReadApi(SettingsReader at)
    {
        string address = at.Text("metrics-address", "FLEET_METRICS_ADDRESS");
        at.Require(IPAddress.TryParse(address, out _), "metrics-address", $"'{address}' is not an IP address", "FLEET_METRICS_ADDRESS");
        return new ApiSettings(address, at.Integer("metrics-port", 0, 65535, "FLEET_METRICS_PORT"));
    }

    private static string ReadReference()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("reference.conf")
            ?? throw new InvalidOperationException("the program was built without its reference.conf");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
