using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Tests.Support;

namespace Fleet.Control.Tests.Hosting;

public sealed class SettingsRulesTests : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task Two_or_four_control_hosts_are_refused_with_the_reason(int hosts)
    {
        var refused = await RefusedAsync(Settings() with { ControlHosts = hosts, Seeds = [new HostPort("127.0.0.1", 1)] });
        Assert.Contains($"{hosts} control hosts", refused);
        Assert.Contains("1, 3 or 5", refused);
    }

    [Fact]
    public async Task An_embedded_journal_is_refused_for_more_than_one_control_host()
    {
        var refused = await RefusedAsync(Settings() with { ControlHosts = 3, Seeds = Three });
        Assert.Contains("sqlite", refused);
        Assert.Contains("postgresql", refused);
    }

    [Fact]
    public async Task A_list_that_does_not_name_all_control_hosts_is_refused() =>
        Assert.Contains("2 are named", await RefusedAsync(Settings() with { ControlHosts = 3, Seeds = [.. Three.Take(2)] }));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("fleet.example")]
    public async Task An_address_that_others_reach_needs_the_insecure_setting(string host)
    {
        var refused = await RefusedAsync(Settings() with { DoorAddress = new HostPort(host, 7421) });
        Assert.Contains($"'{host}:7421'", refused);
        Assert.Contains("insecure = on", refused);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task An_address_that_nobody_can_dial_is_refused_even_so(string host) =>
        Assert.Contains("can dial", await RefusedAsync(Settings() with { ClusterAddress = new HostPort(host, 0), AllowRemote = true }));

    [Fact]
    public async Task An_address_of_another_host_is_named() => Assert.Contains(
        "192.0.2.1:7421: this host has no such address",
        await RefusedAsync(Settings() with { DoorAddress = new HostPort("192.0.2.1", 7421), AllowRemote = true }));

    [Fact]
    public async Task A_port_that_is_taken_is_named_and_the_journal_is_free_again()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Contains(
            $"the door cannot listen on 127.0.0.1:{port}: another process listens there",
            await RefusedAsync(Settings() with { DoorAddress = new HostPort("127.0.0.1", port) }));
        Assert.Contains(
            $"the control host cannot listen on 127.0.0.1:{port}: another process listens there",
            await RefusedAsync(Settings() with { ClusterAddress = new HostPort("127.0.0.1", port) }));
        await using var host = await ControlHost.StartAsync(Settings());
        await host.Ready;
    }

    [Fact]
    public async Task A_second_control_host_on_the_same_state_is_refused()
    {
        await using var host = await ControlHost.StartAsync(Settings());
        Assert.Contains("is in use by process", await RefusedAsync(Settings()));
    }

    [Fact]
    public async Task An_unknown_backend_is_answered_with_the_known_ones()
    {
        var refused = await RefusedAsync(Settings() with { Journal = new JournalSettings("mysql") });
        Assert.Contains("'mysql'", refused);
        Assert.Contains("sqlite", refused);
        Assert.Contains("postgresql", refused);
    }

    [Fact]
    public async Task A_lease_must_outlast_three_heartbeats() => Assert.Contains(
        "three heartbeats", await RefusedAsync(Settings() with { Lease = TimeSpan.FromSeconds(1.5) }));

    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1", 80)]
    [InlineData("host.example:0", "host.example", 0)]
    public void An_address_is_read(string text, string host, int port) => Assert.Equal(new HostPort(host, port), HostPort.Parse(text));

    [Theory]
    [InlineData("host")]
    [InlineData(":80")]
    [InlineData("host:")]
    [InlineData("host:70000")]
    [InlineData("host:-1")]
    public void What_is_no_address_is_named(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => HostPort.Parse(text)).Message);

    private static readonly System.Collections.Immutable.ImmutableArray<HostPort> Three =
        [new HostPort("127.0.0.1", 1), new HostPort("127.0.0.1", 2), new HostPort("127.0.0.1", 3)];

    private static async Task<string> RefusedAsync(ControlSettings settings) =>
        (await Assert.ThrowsAsync<ControlException>(() => ControlHost.StartAsync(settings))).Message;

    private ControlSettings Settings() => new()
    {
        NodeName = "n1",
        ClusterAddress = new HostPort("127.0.0.1", 0),
        DoorAddress = new HostPort("127.0.0.1", 0),
        StateFolder = _state.Path,
        LogLevel = "OFF",
    };
}
