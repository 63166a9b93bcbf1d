using Fleet.Agent.Configuration;

namespace Fleet.Agent.Tests.Configuration;

public sealed class AgentSettingsReaderTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public void Without_a_file_an_agent_is_both_roles_on_loopback_and_any_free_ports()
    {
        AgentSettings settings = AgentSettingsReader.Read(null, NoEnvironment, "Host_1.example.com");
        Assert.Equal([Role.Control, Role.Worker], settings.Node.Roles.ToArray());
        Assert.Equal("host-1", settings.Node.Name);
        Assert.Equal(("127.0.0.1", 0, 0, 0), (settings.Network.Address, settings.Network.ClusterPort, settings.Network.DoorPort, settings.Network.HttpPort));
        Assert.Equal(JournalBackend.Sqlite, settings.Journal.Backend);
        Assert.Equal(TimeSpan.FromSeconds(2.5), settings.Session.Lease);
        Assert.Equal((256L << 20, 100L), (settings.Node.ReserveAtMost.MemoryBytes, settings.Node.ReserveAtMost.MilliCpu));
        Assert.True(settings.Akka.IsEmpty);
    }

    [Fact]
    public void A_worker_finds_the_doors_where_the_seeds_are()
    {
        AgentSettings settings = Parse("""
            fleet.node { name = w1, roles = [worker], labels { zone = a, "a.b" = 1 } }
            fleet.network { address = "10.0.0.2", insecure = on }
            fleet.cluster.seeds = ["10.0.0.1:4053"]
            """);
        Assert.Equal([new HostPort("10.0.0.1", 4054)], settings.Cluster.Doors.ToArray());
        Assert.Equal("a", settings.Node.Labels["zone"]);
        Assert.Equal("1", settings.Node.Labels["a.b"]);
        Assert.False(settings.IsControl);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        var environment = new Dictionary<string, string>
        {
            ["CLUSTER_IP"] = "10.0.0.7", ["CLUSTER_PORT"] = "5000", ["CLUSTER_SEEDS"] = "akka.tcp://fleet@10.0.0.7:5000", ["FLEET_INSECURE"] = "true",
            ["FLEET_ROLES"] = "control", ["FLEET_NODE_NAME"] = "c1", ["FLEET_LOG_LEVEL"] = "",
        };
        AgentSettings settings = Parse("fleet.network.address = \"10.0.0.1\"\nfleet.node.name = other", environment);
        Assert.Equal(("10.0.0.7", 5000, "c1"), (settings.Network.Address, settings.Network.ClusterPort, settings.Node.Name));
        Assert.Equal([new HostPort("10.0.0.7", 5000)], settings.Cluster.Seeds.ToArray());
        Assert.Equal([Role.Control], settings.Node.Roles.ToArray());
        Assert.Equal(LogLevel.Info, settings.Logs.Level);
    }

    [Fact]
    public void Akkas_own_settings_are_handed_on()
    {
        AgentSettings settings = Parse("akka { remote.dot-netty.tcp.send-buffer-size = 512000b, cluster.failure-detector.threshold = 9, loglevel = DEBUG }");
        Assert.Equal(512000, settings.Akka.GetByteSize("akka.remote.dot-netty.tcp.send-buffer-size"));
    }

    [Theory]
    [InlineData("fleet {\n  node {\n    nme = x\n  }\n}", "a.conf:3: fleet.node.nme: there is no such setting (did you mean 'fleet.node.name'?)")]
    [InlineData("fleet.nod.name = x", "a.conf:1: fleet.nod.name: there is no such setting (did you mean 'fleet.node.name'?)")]
    [InlineData("flet {\n}", "a.conf:1: flet: there is no such setting (did you mean 'fleet'?)")]
    [InlineData("akka.remote.dot-netty.tcp.prot = 1", "a.conf:1: akka.remote.dot-netty.tcp.prot: Akka has no such setting (did you mean 'akka.remote.dot-netty.tcp.port'?)")]
    [InlineData("akka {\n  clutser { x = 1 }\n}", "a.conf:2: akka.clutser: Akka has no such setting (did you mean 'akka.cluster'?)")]
    [InlineData("x = 1", "a.conf:1: x: there is no such setting (known here are akka, fleet)")]
    [InlineData("fleet {\n node {\n name = x\n}", "a.conf:1: the '{' of 'fleet' is never closed")]
    [InlineData("fleet {\n}\n}", "a.conf:3: this '}' closes nothing")]
    [InlineData("fleet.node.roles = [worker\nfleet.node.name = a", "a.conf:1: the '[' of 'fleet.node.roles' is never closed")]
    [InlineData("fleet.node.name = \"x", "a.conf:1: a quoted text is never closed")]
    [InlineData("fleet.node.name = ${HOME}", "a.conf:1: 'fleet.node.name': ${...} is not supported")]
    [InlineData("include \"other.conf\"", "a.conf:1: include is not supported")]
    [InlineData("fleet.node.name", "a.conf:1: 'fleet.node.name' has no value")]
    [InlineData("fleet.node.name =\n", "a.conf:1: 'fleet.node.name' has no value")]
    [InlineData("fleet.node = 3", "a.conf:1: fleet.node: is a group of settings")]
    [InlineData("fleet.node.name { x = 1 }", "a.conf:1: fleet.node.name: is one setting, not a group")]
    [InlineData("\nfleet.network.cluster-port = many", "a.conf:2: fleet.network.cluster-port: 'many' is not a whole number from 0 to 65535")]
    [InlineData("fleet.network.cluster-port = 70000", "not a whole number from 0 to 65535")]
    [InlineData("fleet.network.insecure = maybe", "'maybe' is neither true nor false")]
    [InlineData("fleet.network.address = example", "'example' is not an IP address")]
    [InlineData("fleet.network.address = \"10.0.0.1\"", "beyond loopback and this version has no TLS")]
    [InlineData("fleet.network { address = \"0.0.0.0\", insecure = true }", "must be set where address is 0.0.0.0")]
    [InlineData("fleet.node.name = A_b", "a.conf:1: fleet.node.name: 'A_b' is not a name")]
    [InlineData("fleet.node.roles = []", "fleet.node.roles: is empty")]
    [InlineData("fleet.node.roles = worker", "must be a list")]
    [InlineData("fleet.node.roles = [wroker]", "'wroker' is not one of control, worker (did you mean 'worker'?)")]
    [InlineData("fleet.node.name = [a]", "must be a single value, not a list")]
    [InlineData("fleet.node.roles = [worker]", "a worker must know its control hosts")]
    [InlineData("fleet.node.reserve.memory = lots", "'lots' is not a size")]
    [InlineData("fleet.node.reserve.share = 2", "not a number from 0 to 0.9")]
    [InlineData("fleet.node.ports { first = 10, last = 5 }", "5 is below ports.first, 10")]
    [InlineData("fleet.node.labels { a { b = 1 } }", "put a name with dots into quotes")]
    [InlineData("fleet.cluster.seeds = [\"a\"]", "'a' is not HOST:PORT")]
    [InlineData("fleet.cluster.seeds = [\"a:1\", \"b:1\"]", "2 control hosts: a cluster has 1, 3 or 5")]
    [InlineData("fleet.cluster.seeds = [\"a:1\", \"a:1\", \"b:1\"]", "names a host twice")]
    [InlineData("fleet { cluster.seeds = [\"a:1\", \"b:1\", \"c:1\"], journal.backend = sqlite }", "sqlite serves one control host")]
    [InlineData("fleet.cluster.seeds = [\"a:1\", \"a:2\", \"a:3\"]", "journal.members: must name the 3 control hosts' journals")]
    [InlineData("fleet { cluster.seeds = [\"a:1\", \"b:1\", \"c:1\"], journal.members = [\"a:1\", \"b:1\"] }", "must name the 3 control hosts' journals")]
    [InlineData("fleet { cluster.seeds = [\"a:1\", \"b:1\"], journal.backend = raft }", "2 control hosts: a cluster has 1, 3 or 5")]
    [InlineData("fleet.journal.port = 0", "'0' is not a whole number from 1 to 65535")]
    [InlineData("fleet.cluster.seeds = [\"127.0.0.2:4053\"]", "this control host, 127.0.0.1:4053, is not among them")]
    [InlineData("fleet.session { heartbeat = 2s, lease = 6s }", "6s must outlast three heartbeats of 2s")]
    [InlineData("fleet.session.lease = 90", "'90' lacks a unit (write 90s for seconds)")]
    [InlineData("fleet.journal.backend = rafft", "'rafft' is not one of auto, sqlite, postgresql, raft")]
    [InlineData("fleet.journal.backend = raft", "raft is kept by 3 or 5 control hosts")]
    [InlineData("fleet.journal.backend = postgresql", "must say how to reach postgresql")]
    [InlineData("fleet.journal.connection-string = \"Host=x\"", "is for postgresql")]
    [InlineData("fleet.logs.max-size = 1k", "1k is too small (at least 4k)")]
    public void A_fault_is_refused_by_name_and_line(string text, string says)
    {
        var refused = Assert.Throws<SettingsException>(() => Parse(text));
        Assert.Contains(says, refused.Message);
    }

    [Theory]
    [InlineData("control.conf", true)]
    [InlineData("worker.conf", false)]
    [InlineData("lab.conf", true)]
    public void The_files_that_come_with_fleet_are_good(string file, bool control)
    {
        AgentSettings settings = AgentSettingsReader.Read(Path.Combine(AppContext.BaseDirectory, "config", file), NoEnvironment, "h");
        Assert.Equal((control, true), (settings.IsControl, settings.IsWorker));
        Assert.Equal(4054, settings.Cluster.Doors[0].Port);
    }

    [Fact]
    public void Every_setting_that_is_documented_is_read()
    {
        foreach (HoconKey key in HoconKeys.In(AgentSettingsReader.Reference).Keys.Where(key => !key.IsGroup))
        {
            // A list where one value belongs, and one value where a list does: whoever reads the setting must mind one of them.
            Exception?[] refused = [Record.Exception(() => Parse($"{key.Path} = [x, y]")), Record.Exception(() => Parse($"{key.Path} = x"))];
            Assert.True(refused.Any(e => e is SettingsException && e.Message.Contains(key.Path, StringComparison.Ordinal)), key.Path);
        }
    }

    [Fact]
    public void All_faults_are_said_at_once()
    {
        var refused = Assert.Throws<SettingsException>(() => Parse("fleet.network.cluster-port = x\nfleet.logs.level = loud\nfleet.session.lease = 1"));
        Assert.Equal(3, refused.Faults.Count(fault => fault.StartsWith("a.conf:", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bad_variable_is_named_itself()
    {
        var refused = Assert.Throws<SettingsException>(() => Parse("", new Dictionary<string, string> { ["CLUSTER_PORT"] = "x" }));
        Assert.Equal(["CLUSTER_PORT: 'x' is not a whole number from 0 to 65535"], refused.Faults);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var refused = Assert.Throws<SettingsException>(() => AgentSettingsReader.Read("/nosuch/a.conf", NoEnvironment, "h"));
        Assert.StartsWith("/nosuch/a.conf: cannot be read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_quotes_and_commas_hide_no_brace()
    {
        AgentSettings settings = Parse("""
            # a } in a comment {
            fleet { // and { here
              node { name = "n}1", roles = [ "control", "worker" ] } } # }
            """.Replace("n}1", "n1", StringComparison.Ordinal));
        Assert.Equal("n1", settings.Node.Name);
    }

    [Fact]
    public void What_only_the_parser_itself_refuses_is_a_fault_of_the_file_too()
    {
        var refused = Assert.Throws<SettingsException>(() => Parse("fleet { node { name = n1 }, network { http-port = 0 } }"));
        Assert.Contains("no comma after a closing brace", Assert.Single(refused.Faults, fault => fault.StartsWith("a.conf: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static AgentSettings Parse(string text, IReadOnlyDictionary<string, string>? environment = null) =>
        AgentSettingsReader.Parse("a.conf", text, environment ?? NoEnvironment, "host");
}
