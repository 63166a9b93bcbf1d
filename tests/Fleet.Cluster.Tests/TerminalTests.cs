using System.Text;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Containers on a terminal: the real command line on a real pseudo-terminal, driven as a person would.</summary>
public sealed class TerminalTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private const string Detach = "\x10\x11", Interrupt = "\x03", Suspend = "\x1a", Escape = "\x1b";

    [SkippableFact]
    public void A_session_is_left_and_joined_again_a_hundred_times_without_a_lost_byte()
    {
        var cli = agent.Ready();
        cli.Do("run", "-dit", "--name", "echo", BusyboxImage.Name, "sh", "-c", "stty raw -echo; echo ready; exec cat");
        Until.True(() => cli.Do("logs", "echo").Output.Contains("ready", StringComparison.Ordinal), "cat has the terminal");
        var typed = new StringBuilder();
        for (int i = 0; i < 100; i++)
        {
            using var session = PseudoTerminal.Run(cli, "attach", "echo");
            // Keys that only begin like the detach keys, all control bytes, and something that no text is made of.
            session.AwaitKeys();
            string seen = $"<{i} \x10p\x10\x10x\x1\x2\x3\x4\x1a\x1c\x7f\xed\xff>", unseen = $"[{i}]";
            session.Type(seen);
            Assert.EndsWith(seen, session.Await(">"), StringComparison.Ordinal);
            session.Type(unseen + Detach);      // in one go: nobody waits to see it come back
            var (code, screen) = session.End();
            Assert.Equal(1, code);
            Assert.EndsWith("read escape sequence\r\n", screen, StringComparison.Ordinal);
            typed.Append(seen).Append(unseen);
        }

        Assert.Equal("running", cli.Inspect("echo").GetProperty("State").GetProperty("Status").GetString());
        Until.Holds(() => LogOf(cli, "echo").Replace("ready\r\n", "", StringComparison.Ordinal).Replace("ready\n", "", StringComparison.Ordinal),
            log => log == typed.ToString(), "the log holds every byte that was typed, once", 10);
        cli.Do("rm", "-f", "echo");
    }

    [SkippableFact]
    public void A_full_screen_program_draws_itself_follows_the_window_and_is_drawn_again_for_who_comes_back()
    {
        var cli = agent.Ready();
        using var first = PseudoTerminal.Of(cli, 10, 40, "run", "-it", "--name", "vi", BusyboxImage.Name, "vi", "/tmp/x");
        Assert.Contains("\x1b[10;1H", first.Await("/tmp/x 1/1"), StringComparison.Ordinal);    // the status line, in the tenth row
        first.Type("ihello world" + Escape);
        first.Await("world");
        first.Resize(20, 60);
        first.Await("\x1b[20;1H");
        first.Type(Detach);
        Assert.Equal(0, first.End().Code);

        using var second = PseudoTerminal.Of(cli, 15, 50, "attach", "vi");
        string drawn = second.Await("\x1b[15;1H");
        Assert.Contains("hello world", drawn, StringComparison.Ordinal);
        second.Type(":w\r");
        Until.True(() => cli.Try("exec", "vi", "cat", "/tmp/x").Line == "hello world", "the file is written");
        second.Type(":q\r");
        Assert.Equal(0, second.End().Code);
        cli.Do("rm", "vi");
    }

    [SkippableFact]
    public void Ctrl_C_and_Ctrl_Z_are_the_containers_and_several_may_type()
    {
        var cli = agent.Ready();
        using var one = PseudoTerminal.Run(cli, "run", "-it", "--rm", "--name", "keys", BusyboxImage.Name, "sh");
        one.Await("# ");
        one.Type("sh -c 'trap \"echo resumed\" CONT; echo g\"\"o; while :; do sleep 0.1; done'\r");
        one.Await("go\r\n");
        one.Type(Suspend);
        one.Await("Stopped");
        one.Await("# ");
        one.Type("fg\r");
        one.Await("resumed\r\n");
        one.Type(Interrupt);
        one.Type("echo code=$?\r");
        one.Await("code=130");

        using var two = PseudoTerminal.Run(cli, "attach", "--detach-keys", "ctrl-a,d", "keys");
        using var watcher = PseudoTerminal.Run(cli, "attach", "--no-stdin", "keys");
        two.Await("# ");
        watcher.Await("# ");
        two.Type("echo both=$((20+3))\r");
        one.Await("both=23");
        two.Await("both=23");
        watcher.Await("both=23");
        one.Type("echo again=$((20+4))\r");
        two.Await("again=24");
        two.Type("\x1" + "d");
        Assert.Equal(1, two.End().Code);
        one.Type("exit 7\r");
        Assert.Equal(7, one.End().Code);
        Assert.Equal(7, watcher.End().Code);
    }

    [SkippableFact]
    public void The_first_command_sees_the_windows_size()
    {
        var cli = agent.Ready();
        string fleet = $"{Installed.Fleet} --root {cli.Root}";
        cli.Do("run", "-d", "--name", "size", BusyboxImage.Name, "sleep", "100000");
        string script = $"for i in $(seq 20); do {fleet} run --rm -t {BusyboxImage.Name} stty size; done; for i in $(seq 80); do {fleet} exec -t size stty size; done";
        using var window = PseudoTerminal.Shell(50, 132, script);
        var (code, screen) = window.End(TimeSpan.FromMinutes(5));
        Assert.Equal(0, code);
        // Without -i our own terminal is not raw, and makes a further \r of each newline, as with docker.
        Assert.Equal(string.Concat(Enumerable.Repeat("50 132\r\r\n", 100)), screen);
        cli.Do("rm", "-f", "size");
    }

    /// <summary>Whatever ends the command line, <see cref="PseudoTerminal.End"/> finds the terminal as it was.</summary>
    [SkippableFact]
    public void The_terminal_is_given_back_whatever_happens()
    {
        var cli = agent.Ready();
        using (var fails = PseudoTerminal.Run(cli, "run", "-it", "--rm", BusyboxImage.Name, "nosuch"))
        {
            Assert.Equal(127, fails.End().Code);
        }

        using (var killed = PseudoTerminal.Run(cli, "run", "-it", "--rm", "--name", "given", BusyboxImage.Name, "sh"))
        {
            killed.Await("# ");
            Assert.NotEqual(killed.Before, killed.Settings());      // the test can see a raw terminal
            cli.Do("kill", "given");
            Assert.Equal(137, killed.End().Code);
        }

        cli.Do("run", "-dit", "--name", "given", BusyboxImage.Name, "sh");
        foreach (var (signal, expected) in new[] { ("TERM", 143), ("HUP", 129), ("INT", 130) })
        {
            using var session = PseudoTerminal.Run(cli, "attach", "given");
            session.Await("# ");
            Signals.Send(session.Pid, signal);
            Assert.Equal(expected, session.End().Code);
        }

        using (var exec = PseudoTerminal.Run(cli, "exec", "-it", "given", "sh"))
        {
            exec.Await("# ");
            exec.Type("exit 4\r");
            Assert.Equal(4, exec.End().Code);
        }

        cli.Do("rm", "-f", "given");
    }

    [SkippableFact]
    public void What_makes_no_sense_is_refused_in_dockers_words()
    {
        var cli = agent.Ready();
        int before = cli.Json("ps", "-a").GetArrayLength();
        var noTerminal = cli.Try("run", "-it", BusyboxImage.Name, "true");
        Assert.Equal(1, noTerminal.ExitCode);
        Assert.StartsWith("the input device is not a TTY", noTerminal.Errors, StringComparison.Ordinal);
        var keys = cli.Try("run", "--detach-keys", "ctrl-p,nosuch", BusyboxImage.Name, "true");
        Assert.Equal(125, keys.ExitCode);
        Assert.Contains("'nosuch'", keys.Errors, StringComparison.Ordinal);
        Assert.Equal(before, cli.Json("ps", "-a").GetArrayLength());

        cli.Do("run", "--name", "over", BusyboxImage.Name, "true");
        var stopped = cli.Try("attach", "over");
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("cannot attach to a stopped container, start it first", stopped.Errors, StringComparison.Ordinal);
        var two = cli.Try("start", "-a", "over", "over");
        Assert.Contains("you cannot start and attach multiple containers at once", two.Errors, StringComparison.Ordinal);
        cli.Do("rm", "over");
    }

    private static string LogOf(FleetCli cli, string name)
    {
        using var logs = cli.Start("logs", name);
        logs.StandardInput.Close();
        var bytes = new MemoryStream();
        logs.StandardOutput.BaseStream.CopyTo(bytes);
        logs.WaitForExit();
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}
