namespace Fleet.Model.Tests.Validation;

public class NamespaceRulesTests
{
    private static readonly ContainerSpec Plain = new() { Image = "base" };
    private static readonly NamespaceChoice Web = new(NamespaceOrigin.Container, "web");

    private static string Faults(ContainerSpec spec) => string.Join("; ", ContainerValidator.Validate(spec));

    [Fact]
    public void Each_kind_can_be_joined()
    {
        Assert.Empty(Faults(Plain with { Namespaces = new() { Network = Web, Pid = Web, Ipc = Web, Uts = Web, Cgroup = NamespaceChoice.Host } }));
        Assert.Empty(Faults(Plain with { Namespaces = new() { Network = new(NamespaceOrigin.Path, "/run/netns/blue"), Pid = NamespaceChoice.Host } }));
    }

    [Fact]
    public void A_host_name_of_its_own_conflicts_with_a_shared_one_in_dockers_words()
    {
        Assert.Contains("conflicting options: hostname and the UTS mode", Faults(Plain with { Hostname = "h", Namespaces = new() { Uts = NamespaceChoice.Host } }), StringComparison.Ordinal);
        Assert.Contains("conflicting options: hostname and the network mode", Faults(Plain with { Hostname = "h", Namespaces = new() { Network = Web } }), StringComparison.Ordinal);
        Assert.Empty(Faults(Plain with { Hostname = "h", Network = NetworkMode.Host }));
    }

    [Fact]
    public void A_user_namespace_of_its_own_keeps_others_namespaces_out_of_reach()
    {
        ContainerSpec mapped = Plain with { UserNamespace = UserNamespaceMode.Private };
        Assert.Contains("cannot share the host PID namespace", Faults(mapped with { Namespaces = new() { Pid = NamespaceChoice.Host } }), StringComparison.Ordinal);
        Assert.Contains("use --userns host", Faults(mapped with { Namespaces = new() { Ipc = Web } }), StringComparison.Ordinal);
        Assert.Empty(Faults(mapped with { Network = NetworkMode.Host, Namespaces = new() { Uts = NamespaceChoice.Host, Ipc = NamespaceChoice.Host } }));
    }

    [Fact]
    public void Two_places_for_one_namespace_are_refused()
    {
        Assert.NotEmpty(Faults(Plain with { Network = NetworkMode.Host, Namespaces = new() { Network = Web } }));
        Assert.NotEmpty(Faults(Plain with { Namespaces = new() { Ipc = Web, IpcSharing = IpcSharing.None } }));
        Assert.NotEmpty(Faults(Plain with { UserNamespaceUid = 5 }));
        Assert.NotEmpty(Faults(Plain with { UserNamespace = UserNamespaceMode.Single }));
    }
}
