using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Model;
using Fleet.Model.Canonical;
using Fleet.Protocol.Mapping;

namespace Fleet.Protocol.Tests.Serialization;

/// <summary>The less usual options of a container: none is lost on the wire, and each one counts for a job's digest.</summary>
public class OptionTests
{
    private static readonly ContainerSpec Plain = new() { Image = "a" };

    public static TheoryData<string, ContainerSpec> Options => new()
    {
        { "domainname", Plain with { Domainname = "d" } },
        { "shared memory", Plain with { SharedMemoryBytes = 1 << 20 } },
        { "device rules", Plain with { DeviceRules = ["c 1:3 r"] } },
        { "privileged", Plain with { Privileged = true } },
        { "seccomp", Plain with { Seccomp = "unconfined" } },
        { "sysctls", Plain with { Sysctls = ImmutableSortedDictionary<string, string>.Empty.Add("kernel.shmmax", "1") } },
        { "oom score", Plain with { OomScoreAdjust = 0 } },
        { "init", Plain with { Init = true } },
        { "hosts", Plain with { ExtraHosts = [new HostEntry("a", "1.2.3.4")] } },
        { "dns", Plain with { Dns = new DnsSettings { Servers = ["1.1.1.1"], Search = ["s"], Options = ["o"] } } },
        { "no log", Plain with { NoLog = true } },
        { "tmpfs", Plain with { Mounts = [new MountSpec(MountType.Tmpfs, "", "/t") { TmpfsMode = 0, TmpfsOptions = "exec" }] } },
        { "bind", Plain with { Mounts = [new MountSpec(MountType.Bind, "/s", "/t") { MustExist = true, Propagation = "rslave", Depth = BindDepth.Alone }] } },
        { "quota", Plain with { Limits = new ContainerLimits { CpuPeriod = 1000, CpuQuota = -1, CpusetMems = "0", IoWeight = 10 } } },
        { "one user", Plain with { UserNamespace = UserNamespaceMode.Single, UserNamespaceUid = 1000 } },
        { "network of another", Plain with { Namespaces = new NamespaceChoices { Network = new(NamespaceOrigin.Container, "a") } } },
        { "host's pids", Plain with { Namespaces = new NamespaceChoices { Pid = NamespaceChoice.Host } } },
        { "ipc by path", Plain with { Namespaces = new NamespaceChoices { Ipc = new(NamespaceOrigin.Path, "/run/ipc"), IpcSharing = IpcSharing.None } } },
        { "host's names and groups", Plain with { Namespaces = new NamespaceChoices { Uts = NamespaceChoice.Host, Cgroup = NamespaceChoice.Host } } },
        { "clocks", Plain with { Namespaces = new NamespaceChoices { Time = new TimeOffsets(TimeSpan.FromHours(1), TimeSpan.FromDays(-1)) } } },
        { "owners of a bind", Plain with { Mounts = [new MountSpec(MountType.Bind, "/s", "/t") { IdMapped = false }] } },
        { "rates", Plain with { Limits = new ContainerLimits { IoRates = [new IoRate("/dev/a") { ReadBytes = 1, WriteBytes = 2, ReadOperations = 3, WriteOperations = 4 }] } } },
    };

    [Theory, MemberData(nameof(Options))]
    public void An_option_survives_the_wire_and_counts_in_the_digest(string name, ContainerSpec spec)
    {
        Assert.Equal(JsonSerializer.Serialize(spec), JsonSerializer.Serialize(spec.ToWire().ToModel()));
        Assert.True(Digest(spec) != Digest(Plain), name);
        Assert.Equal(Digest(Plain), Digest(Plain.ToWire().ToModel()));
    }

    private static string Digest(ContainerSpec spec) => JobDigest.Of(new Job { Name = "j", Groups = [new TaskGroup { Name = "g", Container = spec }] });
}
