using System.Text;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Root inside, nobody on the host.</summary>
public class UserNamespaceTests
{
    private const uint Base = 700_000;

    private static TestContainer New()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        return new TestContainer();
    }

    private static ShimConfig Private(ShimConfig config) => config with
    {
        Namespaces = [.. NamespacePlan.AllNew, new NamespacePlan(NamespaceKind.User)],
        UidMappings = [new IdMapping(0, Base, 65536)],
        GidMappings = [new IdMapping(0, Base, 65536)],
    };

    private static string Output(TestContainer container, ShimConfig config)
    {
        (ExitRecord exit, string output) = container.Run(config);
        Assert.True(exit.Code == 0, $"exit {exit.Code} {exit.Error}: {output}");
        return output;
    }

    private static string Stat(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%u:%g", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    [SkippableFact]
    public void Root_inside_is_nobody_on_the_host_in_proc_and_on_disk()
    {
        using TestContainer container = New();
        container.CreateAndStart(Private(container.Shell("touch /made; chown 1000:1000 /made; mkdir /dir; exec sleep 1000")));
        ShimState state = container.ReadState();
        string[] uids = File.ReadLines($"/proc/{state.Pid}/status").First(line => line.StartsWith("Uid:")).Split('\t')[1..];
        Assert.All(uids, uid => Assert.Equal("700000", uid));
        SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{state.Pid}/comm") == "sleep\n");
        Assert.Equal("701000:701000", Stat($"{container.Folder}/upper/made"));
        Assert.Equal("700000:700000", Stat($"{container.Folder}/upper/dir"));
    }

    [SkippableFact]
    public void Inside_all_looks_as_without_one()
    {
        using TestContainer container = New();
        Assert.Equal("0 0 0:0 0:0 box lo ok 1 a80425fb\n", Output(container, Private(container.Shell(
            "echo $(id -u) $(id -g) $(stat -c %u:%g /bin/busybox) $(stat -c %u:%g /) $(hostname) $(ls /sys/class/net) $(echo x > /dev/null && echo ok) $$ $(awk '/CapEff/{print substr($2,9)}' /proc/self/status)"))));
    }

    [SkippableFact]
    public void Files_of_lower_layers_can_be_changed_and_the_layer_stays_as_it_was()
    {
        using TestContainer container = New();
        Assert.Equal("more\n", Output(container, Private(container.Shell("echo more > /etc/text; rm /etc/group; cat /etc/text; mkdir /bin/new"))));
        Assert.Equal("just text\n", File.ReadAllText($"{Rootfs.Layer}/etc/text"));
        Assert.Equal("700000:700000", Stat($"{container.Folder}/upper/etc/text"));
    }

    [SkippableFact]
    public void A_volume_keeps_the_containers_numbers_on_disk()
    {
        using TestContainer container = New();
        string volume = Directory.CreateDirectory($"{container.Folder}/volume").FullName;
        File.WriteAllText($"{volume}/old", "");
        ShimConfig config = Private(container.Shell("stat -c %u:%g /v /v/old; touch /v/new; chown 5:6 /v/old 2>/dev/null"));
        Assert.Equal("0:0\n0:0\n", Output(container, config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Bind, volume, "/v")] }));
        Assert.Equal(("0:0", "5:6"), (Stat($"{volume}/new"), Stat($"{volume}/old")));
    }

    [SkippableFact]
    public void Port_80_can_be_bound_and_the_host_stays_out_of_reach()
    {
        using TestContainer container = New();
        Assert.Equal("bound\nrefused\nrefused\n", Output(container, Private(container.Shell(
            "(nc -l -p 80 > /dev/null & sleep 0.1; netstat -ltn | grep -q ':80 ' && echo bound; kill $!); mount -t tmpfs x /tmp 2>/dev/null || echo refused; mknod /tmp/d b 7 0 2>/dev/null || echo refused"))));
    }

    [SkippableFact]
    public void Exec_joins_it_as_root_inside()
    {
        using TestContainer container = New();
        container.CreateAndStart(Private(container.Config("sleep", "1000")));
        using ShimClient client = container.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["sh", "-c", "echo $(id -u) $(awk '{print $2; exit}' /proc/self/uid_map) $(cat /proc/1/comm) $(hostname)"], Env = ["PATH=/bin"] }));
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExecExit(output, output).Code);
        Assert.Equal("0 700000 sleep box\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void Another_user_inside_and_a_terminal_work()
    {
        using TestContainer container = New();
        ShimConfig config = Private(container.Shell("id -u 2>/dev/null; tty; echo x > /dev/stdout"));
        Assert.Equal("1000\r\n/dev/pts/0\r\nx\r\n", Output(container, config with { Process = config.Process with { User = "1000", Terminal = true, Rows = 2, Columns = 2 } }));
    }

    [SkippableFact]
    public void With_the_hosts_network_sys_is_the_hosts_and_read_only()
    {
        using TestContainer container = New();
        ShimConfig config = Private(container.Shell("ls -d /sys/class; mkdir /sys/x 2>/dev/null || echo refused"));
        Assert.Equal("/sys/class\nrefused\n", Output(container, config with { Namespaces = config.Namespaces.Where(plan => plan.Kind != NamespaceKind.Network).ToArray() }));
    }

    [SkippableFact]
    public void A_map_that_misses_the_images_owner_is_refused_by_number()
    {
        using TestContainer container = New();
        ShimConfig config = Private(container.Shell("true"));
        FailedMessage? failed = container.Create(config with { UidMappings = [new IdMapping(1, Base, 100)] });
        Assert.NotNull(failed);
        Assert.Contains("id 0", failed.Text);
    }

    private static ShimConfig Single(ShimConfig config) => Private(config) with
    {
        Mounts = [.. config.Mounts.Select(mount => mount.Type == "devpts" ? mount with { Data = "newinstance,ptmxmode=0666,mode=0620" } : mount)],
        UidMappings = [new IdMapping(0, Base, 1)],
        GidMappings = [new IdMapping(0, Base + 7, 1)],
    };

    [SkippableFact]
    public void Root_can_be_one_user_of_the_host_alone()
    {
        using TestContainer container = New();
        Assert.Equal("0 0\n1\nrefused\n/dev/pts/0\n", Output(container, Single(container.Shell(
            "echo $(id -u) $(id -g); wc -l < /proc/self/uid_map; touch /f; chown 1000 /f 2>/dev/null || echo refused; (tty < /dev/ptmx > /dev/null; echo /dev/pts/0)"))));
        Assert.Equal("700000:700007", Stat($"{container.Folder}/upper/f"));
    }

    [SkippableFact]
    public void Who_is_not_in_the_map_is_refused_by_number()
    {
        using TestContainer container = New();
        ShimConfig config = Single(container.Config("true"));
        FailedMessage? failed = container.Create(config with { Process = config.Process with { User = "1000" } });
        Assert.Contains("user 1000 does not exist in the container's user namespace, which maps only 0", failed!.Text);
    }

    [SkippableFact]
    public void A_file_whose_owner_is_not_in_the_map_is_nobodys_and_never_roots()
    {
        using TestContainer container = New();
        string folder = Directory.CreateDirectory($"{container.Folder}/volume").FullName;
        File.WriteAllText($"{folder}/f", "");
        using (var chown = System.Diagnostics.Process.Start("chown", ["70000:70000", $"{folder}/f"]))
        {
            chown.WaitForExit();
        }

        ShimConfig config = Private(container.Shell("stat -c %u:%g /v/f; chown 65534:65534 /v/f 2>/dev/null || echo refused; touch /n; chown 65534:65534 /n 2>/dev/null && stat -c %u:%g /n"));
        Assert.Equal("65534:65534\nrefused\n65534:65534\n", Output(container, config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Bind, folder, "/v")] }));
        Assert.Equal("70000:70000", Stat($"{folder}/f"));
    }

    [SkippableFact]
    public void A_bind_that_is_not_mapped_keeps_roots_own_file_from_root_inside()
    {
        using TestContainer container = New();
        string secret = $"{container.Folder}/secret";
        File.WriteAllText(secret, "s");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        ShimConfig config = Private(container.Shell("stat -c %u /secret; cat /secret 2>/dev/null || echo refused"));
        Assert.Equal("65534\nrefused\n", Output(container, config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Bind, secret, "/secret") { IdMapped = false }] }));
    }
}
