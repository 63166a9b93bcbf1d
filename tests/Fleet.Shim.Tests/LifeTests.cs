using System.Diagnostics;
using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Created, running, exited: what is seen, recorded and told.</summary>
public class LifeTests
{
    private static TestContainer New(string? parent = null)
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        return new TestContainer(parent);
    }

    [SkippableFact]
    public void A_created_container_waits_for_its_start()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(container.Shell("exit 7")));

        ShimState state = container.ReadState();
        Assert.Equal(ShimPhase.Created, state.Phase);
        Assert.True(ProcessIdentity.IsAlive(state.Pid, state.PidStartTime));
        Assert.True(ProcessIdentity.IsAlive(state.ShimPid, state.ShimStartTime));
        Assert.Equal(ProcessIdentity.BootId(), state.BootId);
        Assert.False(File.Exists(Path.Combine(container.Folder, ShimFolder.Exit)));

        ShimClient waiter = container.Connect(), starter = container.Connect();
        Assert.Null(starter.Start());
        ExitRecord exit = waiter.Wait();
        Assert.Equal((7, 0, ExitReason.Ended, "run1"), (exit.Code, exit.Signal, exit.Reason, exit.RunId));
        Assert.Equal(exit, container.ReadExit());
        Assert.Equal(0, container.AwaitShim());
        Assert.False(File.Exists(Path.Combine(container.Folder, ShimFolder.Socket)));
    }

    [SkippableTheory]
    [InlineData(15)]
    [InlineData(9)]
    [InlineData(37)]
    public void A_signal_that_ends_it_is_told_as_128_and_the_signal(int signal)
    {
        using TestContainer container = New();
        // A trap makes PID 1 hear the signal; it then ends itself by one that nobody inside can send to PID 1 but the kernel's rules allow from outside.
        container.CreateAndStart(container.Shell($"trap 'exit $((128+{signal}))' {(signal == 9 ? 15 : signal)}; echo ready; while :; do sleep 0.05; done"));
        container.AwaitOutput("ready");        // before its trap, PID 1 is deaf to the signal
        ShimClient client = container.Connect();
        Assert.Null(client.Signal(signal));
        ExitRecord exit = client.Wait();
        Assert.Equal(128 + signal, exit.Code);
        Assert.Equal(signal == 9 ? 9 : 0, exit.Signal);
        Assert.False(exit.OomKilled);
    }

    [SkippableFact]
    public void A_shim_that_is_asked_to_end_stays_with_its_container_and_writes_its_exit_down()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
        container.AwaitOutput("ready");
        // As a service manager does that stops a group: everybody in it, the shim first.
        using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", container.ShimPid.ToString()])) kill.WaitForExit();
        ShimClient client = container.Connect();
        Assert.Null(client.Signal(15));
        Assert.Equal(5, client.Wait().Code);
        Assert.Equal(0, container.AwaitShim());
    }

    [SkippableFact]
    public void A_created_container_can_be_killed_and_says_that_it_never_ran()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(container.Shell("exit 7")));
        ShimClient client = container.Connect();
        Assert.Null(client.Signal(9));
        ExitRecord exit = client.Wait();
        Assert.Equal((ExitReason.NotStarted, 137, 0L), (exit.Reason, exit.Code, exit.StartedAt));
        Assert.Equal("it was killed before its start", exit.Error);
    }

    [SkippableTheory]
    [InlineData("nosuch", 127, "not found in PATH (/bin:/usr/bin)")]
    [InlineData("/no/such", 127, "no such file")]
    [InlineData("/etc", 126, "is a directory")]
    [InlineData("/etc/text", 126, "not executable")]
    [InlineData("noshebang", 126, "not in a format")]
    [InlineData("foreign", 126, "architecture")]
    [InlineData("", 127, "empty")]
    public void A_program_that_cannot_be_run_gives_dockers_code_and_the_cause(string program, int code, string words)
    {
        using TestContainer container = New();
        Assert.Null(container.Create(container.Config(program)));
        FailedMessage? failed = container.Connect().Start();
        Assert.NotNull(failed);
        Assert.Equal(code, failed.Code);
        Assert.Contains(words, failed.Text);
        Assert.Equal(0, container.AwaitShim());
        ExitRecord exit = container.ReadExit();
        Assert.Equal((ExitReason.NotStarted, code, failed.Text), (exit.Reason, exit.Code, exit.Error));
    }

    [SkippableFact]
    public void A_shim_serves_a_folder_with_a_very_long_path()
    {
        using TestContainer container = New(string.Join('/', Enumerable.Repeat(new string('x', 60), 4)));
        Assert.Equal("ok\n", container.Run(container.Shell("echo ok")).Output);
    }

    [SkippableFact]
    public void The_shim_leads_its_own_session_and_holds_no_descriptor_of_its_starter()
    {
        using TestContainer container = New();
        using var held = new FileStream("/proc/self/status", FileMode.Open);
        container.CreateAndStart(container.Shell("sleep 1000"));
        string[] open = Directory.GetFiles($"/proc/{container.ShimPid}/fd").Select(fd => File.ResolveLinkTarget(fd, false)?.Name ?? fd).ToArray();
        Assert.All(open, target => Assert.True(
            // The runtime opens urandom; "1" is the log; pidfds are links to "pidfd:[N]" or "anon_inode:[pidfd]", by the kernel's age.
            target is "null" or ShimFolder.Lock or "urandom" or "1" || target.StartsWith("pipe:") || target.StartsWith("socket:") || target.Contains("pidfd"), target));
        Assert.Equal(container.ShimPid.ToString(), File.ReadAllText($"/proc/{container.ShimPid}/stat").Split(' ')[5]);
    }

    [SkippableFact]
    public void When_the_shim_is_killed_nothing_of_the_container_is_left()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Shell("sleep 1000 & sleep 1000"));
        ShimState state = container.ReadState();
        using var init = Process.GetProcessById(state.Pid);
        container.KillShim();
        Assert.True(init.WaitForExit(10_000));
        Assert.False(ProcessIdentity.IsAlive(state.Pid, state.PidStartTime));
    }

    [SkippableFact]
    public void A_shim_killed_at_any_step_of_the_creation_leaves_nothing_behind()
    {
        for (int delay = 0; delay < 30; delay++)
        {
            using TestContainer container = New();
            container.KillWhileCreating(container.Shell("true"), TimeSpan.FromMilliseconds(delay * 0.4));
            Assert.True(SpinWait.SpinUntil(() => !AnyProcessOf(container.Folder), TimeSpan.FromSeconds(20)), $"after {delay * 0.4} ms");
        }
    }

    // A clone that has not executed its program still has the shim's arguments.
    private static bool AnyProcessOf(string folder) => Directory.GetDirectories("/proc").Any(process =>
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) && File.ReadAllText($"{process}/cmdline").Contains(folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    [SkippableFact]
    public void The_shim_is_spared_when_memory_runs_out_and_its_container_is_not()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Config("sleep", "1000"));
        // Lowering it takes a capability that root may have been denied.
        bool may = (Fleet.Linux.Security.Capability.OwnPermitted() & (1UL << 24 /* CAP_SYS_RESOURCE */)) != 0;
        Assert.Equal(may ? "-998\n" : File.ReadAllText("/proc/self/oom_score_adj"), File.ReadAllText($"/proc/{container.ShimPid}/oom_score_adj"));
        Assert.Equal(File.ReadAllText("/proc/self/oom_score_adj"), File.ReadAllText($"/proc/{container.ReadState().Pid}/oom_score_adj"));
    }

    [SkippableFact]
    public void The_hosts_mount_table_never_shows_the_container()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Shell("sleep 1000"));
        Assert.DoesNotContain(container.Folder, File.ReadAllText("/proc/self/mountinfo"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(container.Folder, ShimFolder.RootMountPoint)));
    }

    [SkippableFact]
    public void Two_shims_never_run_one_folder()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Shell("sleep 1000"));
        FailedMessage? second = container.CreateBeside();
        Assert.NotNull(second);
        Assert.False(File.Exists(Path.Combine(container.Folder, ShimFolder.Exit)));
        Assert.Contains("another shim runs this container", second.Text);
        Assert.Null(container.Connect().Signal(9));
    }

    [SkippableFact]
    public void A_silent_agent_means_stop_and_a_word_from_it_means_time()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("trap 'exit 3' TERM; while :; do sleep 0.05; done");
        container.CreateAndStart(config with { Deadman = new DeadmanPlan(Seconds: 1, StopSignal: 15, GraceSeconds: 10) });
        ExitRecord exit = container.Connect().Wait();
        Assert.Equal((ExitReason.AgentSilent, 3), (exit.Reason, exit.Code));
    }

    [SkippableFact]
    public void A_container_that_cannot_be_made_leaves_a_record_and_no_process()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("true");
        FailedMessage? failed = container.Create(config with { Process = config.Process with { User = "nobody-there" } });
        Assert.NotNull(failed);
        Assert.Equal(125, failed.Code);
        Assert.Contains("unknown user nobody-there", failed.Text);
        Assert.Equal(1, container.AwaitShim());
        Assert.Equal((ExitReason.NotStarted, 125, failed.Text), (container.ReadExit().Reason, container.ReadExit().Code, container.ReadExit().Error));
    }

    [SkippableFact]
    public void Output_goes_to_the_log_byte_for_byte_with_time_and_stream()
    {
        using TestContainer container = New();
        container.Run(container.Shell("printf '\\355\\253\\356\\333\\003\\000x\\n'; printf 'no newline' >&2"));
        byte[] log = File.ReadAllBytes(Path.Combine(container.Folder, ShimFolder.Logs, "1"));
        var seen = new List<string>();
        foreach (Range line in SplitLines(log))
        {
            Assert.True(LogFormat.TryParse(log.AsSpan(line), out LogRecord record));
            Assert.InRange(record.Time, (DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds() * 1_000_000, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000 + 999_999);
            if (record.Source == LogSource.Fleet)
            {
                Assert.True(LogPlace.TryParse(record.Bytes, out LogPlace place));
                Assert.Equal((0, 0), (place.Stdout, place.Stderr));
                continue;
            }

            seen.Add($"{record.Source} {record.Partial} {Convert.ToHexString(record.Bytes)}");
        }

        seen.Sort();
        Assert.Equal(["Stderr True " + Convert.ToHexString(Encoding.ASCII.GetBytes("no newline")), "Stdout False EDABEEDB030078"], seen);
    }

    private static List<Range> SplitLines(byte[] log)
    {
        var lines = new List<Range>();
        for (int start = 0; start < log.Length;)
        {
            int end = Array.IndexOf(log, (byte)'\n', start);
            lines.Add(start..end);
            start = end + 1;
        }

        return lines;
    }
}
