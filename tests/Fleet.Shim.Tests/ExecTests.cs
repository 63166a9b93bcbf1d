using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Processes that join a running container.</summary>
public class ExecTests
{
    private static TestContainer Running(Func<ShimConfig, ShimConfig>? change = null)
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        var container = new TestContainer();
        ShimConfig config = container.Config("sleep", "1000");
        container.CreateAndStart(change is null ? config : change(config));
        return container;
    }

    private static ProcessPlan Sh(string script) => Command("sh", "-c", script);

    private static ProcessPlan Command(params string[] args) => new() { Args = args, Env = ["PATH=/bin"] };

    private static (int Code, string Output) Exec(TestContainer container, ProcessPlan process, byte[]? input = null)
    {
        using ShimClient client = container.Connect();
        FailedMessage? failed = client.Exec(Guid.NewGuid().ToString(), process);
        if (failed is not null)
        {
            return (failed.Code, failed.Text);
        }

        if (input is not null)
        {
            for (int start = 0; start < input.Length; start += 60_000)
            {
                client.Input(input.AsSpan(start, Math.Min(60_000, input.Length - start)));
            }

            client.Input([]);
        }

        using var output = new MemoryStream();
        ExecExitedMessage exit = client.FollowToExecExit(output, output);
        return (exit.Code, Encoding.UTF8.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void It_sees_what_the_first_process_sees()
    {
        using TestContainer container = Running();
        Assert.Equal((0, "box 1 sleep 0 2 a80425fb\n"), Exec(container, Sh(
            "echo $(hostname) $(ls /sys/class/net | wc -l) $(cat /proc/1/comm) $(id -u) $(awk '/Seccomp:/{print $2}' /proc/self/status) $(awk '/CapEff/{print substr($2,9)}' /proc/self/status)")));
    }

    [SkippableFact]
    public void Its_exit_code_and_signal_are_told()
    {
        using TestContainer container = Running();
        Assert.Equal(7, Exec(container, Sh("exit 7")).Code);
        Assert.Equal(137, Exec(container, Sh("kill -9 $$")).Code);
    }

    [SkippableFact]
    public void It_has_its_own_user_folder_and_environment()
    {
        using TestContainer container = Running();
        Assert.Equal((0, "1000 1001 /tmp v /home/app\n"), Exec(container, Sh("exec 2>/dev/null; echo $(id -u) $(id -g) $(pwd) $X $HOME") with
        {
            User = "app",
            WorkingDirectory = "/tmp",
            Env = ["PATH=/bin", "X=v"],
        }));
    }

    [SkippableFact]
    public void The_policies_of_the_container_hold_for_it_too()
    {
        using TestContainer container = Running();
        Assert.Equal((0, "NoNewPrivs: 1 CapBnd: 00000000a80425fb refused\n"), Exec(container, Sh(
            "echo $(grep -E 'NoNew' /proc/self/status) $(grep CapBnd /proc/self/status) $(unshare -U true 2>/dev/null || echo refused)") with { NoNewPrivileges = true }));
    }

    [SkippableTheory]
    [InlineData("nosuch", "/", 127)]
    [InlineData("/etc", "/", 126)]
    [InlineData("true", "/nosuch", 126)]
    [InlineData("foreign", "/", 126)]
    public void What_cannot_be_run_gives_dockers_code(string program, string folder, int code)
    {
        using TestContainer container = Running();
        Assert.Equal(code, Exec(container, Command(program) with { WorkingDirectory = folder }).Code);
        Assert.Equal(0, Exec(container, Command("true")).Code);
    }

    [SkippableFact]
    public void A_working_folder_that_is_a_descriptor_of_the_host_is_refused()
    {
        // Folders that are open while an exec is made: the group it is born into, and the container's own root, which is no secret.
        Skip.IfNot(UnifiedCgroup.Missing.Length == 0, UnifiedCgroup.Missing);
        using var group = new UnifiedCgroup();
        using TestContainer container = Running(config => config with { Cgroup = group.Plan });
        for (int fd = 3; fd < 40; fd++)
        {
            (int code, string output) = Exec(container, Command("pwd") with { WorkingDirectory = $"/proc/self/fd/{fd}" });
            Assert.True(code == 126 || output == "/\n", $"descriptor {fd}: {code} {output}");
        }
    }

    [SkippableFact]
    public void A_container_that_put_a_fifo_in_the_place_of_dev_null_holds_nobody_up()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        container.CreateAndStart(container.Shell("rm /dev/null; mkfifo /dev/null; mkdir /tmp/ready; exec sleep 1000"));
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(Path.Combine(container.Folder, "upper/tmp/ready")), TimeSpan.FromSeconds(20)));
        Assert.Equal((0, "x\n"), Exec(container, Sh("cat; echo x")));
        using ShimClient client = container.Connect();
        Assert.Null(client.Exec("d", Sh("echo lost; exit 4"), detached: true));
        Assert.Equal(4, client.FollowToExecExit(Stream.Null, Stream.Null).Code);
    }

    [SkippableFact]
    public void Its_input_ends_when_the_client_says_so()
    {
        using TestContainer container = Running();
        byte[] much = new byte[5 << 20];
        new Random(1).NextBytes(much);
        foreach (int size in new[] { 0, 1, much.Length })
        {
            Assert.Equal((0, $"{size}\n"), Exec(container, Command("wc", "-c") with { OpenStdin = true }, much[..size]));
        }
    }

    [SkippableFact]
    public void Without_input_it_reads_an_end_of_file_at_once()
    {
        using TestContainer container = Running();
        Assert.Equal((0, ""), Exec(container, Command("cat")));
    }

    [SkippableFact]
    public void It_has_only_descriptors_0_1_and_2()
    {
        using TestContainer container = Running();
        Assert.Equal((0, "0\n1\n2\n3\n"), Exec(container, Command("ls", "/proc/self/fd")));
    }

    [SkippableFact]
    public void The_shim_reaps_and_keeps_no_descriptor_of_those_that_ended()
    {
        using TestContainer container = Running();
        Exec(container, Command("true"));
        int before = Directory.GetFiles($"/proc/{container.ShimPid}/fd").Length;
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(0, Exec(container, Sh("sleep 100 & exit 0")).Code);
        }

        // A background process holds its streams, which the shim goes on reading; all else is gone.
        Assert.DoesNotContain(Children(container.ShimPid), pid => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "));
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(0, Exec(container, Command("true")).Code);
        }

        Exec(container, Sh("killall sleep; true"));
        Assert.InRange(Directory.GetFiles($"/proc/{container.ShimPid}/fd").Length, before - 2, before + 102);
    }

    [SkippableFact]
    public void An_exec_of_a_container_that_ends_meanwhile_is_told()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        container.CreateAndStart(container.Shell("sleep 0.05"));
        using ShimClient client = container.Connect();
        Assert.Null(client.Exec("e", Command("sleep", "1000")));
        ExecExitedMessage exit = client.FollowToExecExit(Stream.Null, Stream.Null);
        Assert.Equal((137, 9), (exit.Code, exit.Signal));
    }

    [SkippableFact]
    public void Signals_reach_it_by_its_id()
    {
        using TestContainer container = Running();
        using ShimClient client = container.Connect(), other = container.Connect();
        Assert.Null(client.Exec("mine", Command("sleep", "1000")));
        Assert.Null(other.Signal(15, "mine"));
        Assert.Equal(143, client.FollowToExecExit(Stream.Null, Stream.Null).Code);
        Assert.Contains("not running", other.Signal(15, "mine")!.Text);
    }

    [SkippableFact]
    public void A_terminal_has_its_size_from_the_start_and_can_be_resized()
    {
        using TestContainer container = Running();
        Assert.Equal((0, "50 132\r\n/dev/pts/0\r\n"), Exec(container, Sh("stty size; tty") with { Terminal = true, Rows = 50, Columns = 132 }));
        using ShimClient client = container.Connect(), other = container.Connect();
        Assert.Null(client.Exec("t", Sh("trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done") with { Terminal = true, Rows = 1, Columns = 2 }));
        Assert.Equal("ready\r\n", Encoding.UTF8.GetString(client.Read().Payload.AsSpan(1)));
        Assert.Null(other.Resize(30, 90, "t"));
        using var output = new MemoryStream();
        client.FollowToExecExit(output, output);
        Assert.Equal("30 90\r\n", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Contains("not running", other.Resize(1, 1, "t")!.Text);
    }

    [SkippableFact]
    public void A_detached_one_leaves_its_connection_free_and_its_end_is_told()
    {
        using TestContainer container = Running();
        using ShimClient client = container.Connect();
        Assert.Null(client.Exec("d", Sh("echo lost; exit 4"), detached: true));
        Assert.Equal(4, client.FollowToExecExit(Stream.Null, Stream.Null).Code);
    }

    private static IEnumerable<int> Children(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}
