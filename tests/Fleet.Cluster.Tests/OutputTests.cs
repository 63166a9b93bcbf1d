using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Output arrives whole, whatever it is, however much, and whoever dies on the way.</summary>
public sealed class OutputTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private const long Big = 300L << 20;

    [SkippableFact]
    public void Bytes_that_are_no_text_come_through_run_and_logs_as_they_were_written()
    {
        var cli = agent.Ready();
        byte[] odd = [0xed, 0xab, 0xee, 0xdb, 3, 0, (byte)'x', (byte)'\n'];
        Assert.Equal(odd, BytesOf(cli, "run", "--name", "odd", BusyboxImage.Name, "printf", @"\355\253\356\333\003\000x\n"));
        Assert.Equal(odd, BytesOf(cli, "logs", "odd"));
        Assert.Equal(odd, BytesOf(cli, "logs", "-f", "odd"));
        Assert.Equal(odd, BytesOf(cli, "start", "-a", "odd"));
        Assert.Contains("7avu2wMAeA==", cli.Do("logs", "--format", "json", "odd").Output, StringComparison.Ordinal);
        cli.Do("rm", "odd");
    }

    [SkippableFact]
    public void A_line_of_300_MB_arrives_whole_and_costs_nobody_memory()
    {
        var cli = agent.Ready();
        cli.Do("run", "--rm", BusyboxImage.Name, "true");
        long agentBefore = Memory.PeakOf(agent.Pid), shimPeak = 0;
        string script = $"while [ ! -e /tmp/go ]; do usleep 10000; done; yes | tr -d '\\n' | head -c {Big}; while :; do sleep 1; done";
        cli.Do("run", "-d", "--name", "big", BusyboxImage.Name, "sh", "-c", script);
        int shim = Memory.ShimOf(cli.Inspect("big").GetProperty("Id").GetString()!);
        using (var following = cli.Start("logs", "-f", "big"))
        using (var attached = cli.Start("attach", "--no-stdin", "--sig-proxy=false", "big"))
        {
            var attaching = Task.Run(() => Count(attached));
            Until.True(() => cli.Do("events", "--since", "1m", "--until", "0s").Output.Contains("attach", StringComparison.Ordinal), "it is attached");
            cli.Do("exec", "big", "touch", "/tmp/go");
            Assert.InRange(Count(following), 0, 100L << 20);
            Assert.InRange(attaching.GetAwaiter().GetResult(), 0, 100L << 20);
            shimPeak = Memory.PeakOf(shim);
            attached.Kill();
            following.Kill();
        }

        using (var logs = cli.Start("logs", "big"))
        {
            Assert.InRange(Count(logs), 0, 100L << 20);
            logs.WaitForExit();
        }

        Assert.InRange(shimPeak, 1, 16L << 20);
        Assert.InRange(Memory.PeakOf(agent.Pid) - agentBefore, 0, 150L << 20);
        cli.Do("rm", "-f", "big");
    }

    [SkippableFact]
    public void Whoever_follows_a_container_outlives_the_agent_without_a_byte_lost_or_doubled()
    {
        var cli = agent.Ready();
        const string Script = "i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); [ $((i%100)) = 0 ] && usleep 10000; done; echo end >&2; exit 9";
        using var run = cli.Start("run", "--rm", "--name", "kept", BusyboxImage.Name, "sh", "-c", Script);
        run.StandardInput.Close();
        string first = run.StandardOutput.ReadLine()!;
        using var logs = cli.Start("logs", "-f", "kept");
        string firstLogged = logs.StandardOutput.ReadLine()!;
        var runOutput = run.StandardOutput.ReadToEndAsync();
        var logOutput = logs.StandardOutput.ReadToEndAsync();
        var runErrors = run.StandardError.ReadToEndAsync();
        for (int times = 0; times < 2; times++)
        {
            int pid = agent.Pid;
            Signals.Send(pid, "KILL");
            Until.True(() => !Directory.Exists($"/proc/{pid}"), "the agent is gone");
            agent.Start();
        }

        string all = string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i}\n"));
        Assert.Equal(all, $"{first}\n{runOutput.GetAwaiter().GetResult()}");
        Assert.Equal(all, $"{firstLogged}\n{logOutput.GetAwaiter().GetResult()}");
        Assert.Contains("end\n", runErrors.GetAwaiter().GetResult(), StringComparison.Ordinal);
        run.WaitForExit();
        logs.WaitForExit();
        Assert.Equal((9, 0), (run.ExitCode, logs.ExitCode));
        Assert.Equal(0, cli.Json("ps", "-a").EnumerateArray().Count(container => container.GetProperty("name").GetString() == "kept"));
    }

    [SkippableFact]
    public void An_end_that_no_agent_saw_is_told_with_its_exit_code_and_last_words()
    {
        var cli = agent.Ready();
        using var fed = cli.Start("run", "-i", "--rm", "--name", "fed", "-v", $"{agent.Root}/flag:/flag", BusyboxImage.Name,
            "sh", "-c", "echo first; while [ ! -e /flag/go ]; do usleep 10000; done; echo last; exit 4");
        Assert.Equal("first", fed.StandardOutput.ReadLine());
        int container = cli.Inspect("fed").GetProperty("State").GetProperty("Pid").GetInt32(), pid = agent.Pid;
        Signals.Send(pid, "KILL");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), "the agent is gone");
        File.WriteAllText(Path.Combine(agent.Root, "flag/go"), "");
        Until.True(() => !Directory.Exists($"/proc/{container}"), "the container has ended");
        agent.Start();
        Assert.Equal("last\n", fed.StandardOutput.ReadToEnd());
        fed.WaitForExit();
        Assert.Equal(4, fed.ExitCode);
    }

    [SkippableFact]
    public void Run_shows_every_run_that_the_restart_policy_makes()
    {
        var cli = agent.Ready();
        var outcome = cli.Try("run", "--name", "again", "--restart", "on-failure:2", BusyboxImage.Name, "sh", "-c", "echo one; exit 3");
        Assert.Equal((3, "one\none\none\n"), (outcome.ExitCode, outcome.Output));
        outcome = cli.Try("start", "-a", "again");
        Assert.Equal((3, "one\none\none\n"), (outcome.ExitCode, outcome.Output));
        cli.Do("rm", "again");
    }

    /// <summary>Reads until all of the big line is there, and looks at each byte; gives what the program needed at most.</summary>
    private static long Count(Process program)
    {
        byte[] buffer = new byte[1 << 20];
        long length = 0, peak = 0;
        int read;
        program.StandardInput.Close();
        while (length < Big && (read = program.StandardOutput.BaseStream.Read(buffer)) > 0)
        {
            Assert.False(buffer.AsSpan(0, read).ContainsAnyExcept((byte)'y'));
            length += read;
            peak = Math.Max(peak, Memory.PeakOf(program.Id));
        }
        Assert.Equal(Big, length);
        return peak;
    }

    private static byte[] BytesOf(FleetCli cli, params string[] words)
    {
        using var program = cli.Start(words);
        program.StandardInput.Close();
        var bytes = new MemoryStream();
        program.StandardOutput.BaseStream.CopyTo(bytes);
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
        return bytes.ToArray();
    }
}
