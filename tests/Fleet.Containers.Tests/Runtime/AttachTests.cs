using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Runtime;

public sealed class AttachTests
{
    [SkippableFact]
    public async Task Attached_before_the_start_nothing_is_missed()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.Runtime.CreateAsync(bench.Shell("attach", "seq 1 1000; echo err >&2"));
        await using AttachSession session = await container.AttachAsync();
        await container.StartAsync();
        string output = await Output.OfAsync(session.Stdout);
        Assert.Equal(string.Concat(Enumerable.Range(1, 1000).Select(n => $"{n}\n")), output);
        Assert.Equal("err\n", await Output.OfAsync(session.Stderr));
    }

    [SkippableFact]
    public async Task Its_input_is_fed_and_ended()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.Runtime.CreateAsync(bench.Setup("cat", "cat") with { OpenStdin = true });
        await using AttachSession session = await container.AttachAsync();
        await container.StartAsync();
        await session.Stdin!.WriteAsync("to and fro\n"u8.ToArray());
        await session.Stdin.DisposeAsync();
        Assert.Equal("to and fro\n", await Output.OfAsync(session.Stdout));
        Assert.Equal(0, (await container.WaitAsync()).ExitCode);
    }

    [SkippableFact]
    public async Task A_terminal_has_the_size_it_was_given_and_can_be_resized()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("tty", "stty size; read x; stty size");
        setup = setup with
        {
            OpenStdin = true,
            Spec = setup.Spec with { Process = setup.Spec.Process! with { Terminal = true, ConsoleSize = new ConsoleSize(50, 132) } },
        };
        RunningContainer container = await bench.Runtime.CreateAsync(setup);
        await using AttachSession session = await container.AttachAsync();
        await container.StartAsync();
        await session.ResizeAsync(new ConsoleSize(20, 40));
        await session.Stdin!.WriteAsync("\n"u8.ToArray());
        string output = await Output.OfAsync(session.Stdout);
        Assert.Matches("^(\r\n)?(50 132|20 40)\r\n", output);     // the echo of the typed newline may come first
        Assert.EndsWith("20 40\r\n", output);
    }

    [SkippableFact]
    public async Task Detaching_ends_nothing()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("detach", "while :; do echo x; sleep 0.01; done"));
        AttachSession session = await container.AttachAsync();
        Assert.True(await session.Stdout.ReadAsync(new byte[1]) > 0);
        await session.DisposeAsync();
        await using AttachSession second = await container.AttachAsync();
        Assert.True(await second.Stdout.ReadAsync(new byte[1]) > 0);
        Assert.Equal(ContainerPhase.Running, container.Phase);
    }

    [SkippableFact]
    public async Task Whoever_comes_back_goes_on_where_he_left_without_a_byte_lost_or_doubled()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.Runtime.CreateAsync(bench.Shell("again", "i=0; while [ $i -lt 20000 ]; do echo $i; echo e$i >&2; i=$((i+1)); done"));
        AttachSession session = await container.AttachAsync();
        OutputPosition position = session.Position;
        Assert.Equal((container.RunId, 0, 0), (position.Run, position.Stdout, position.Stderr));
        await container.StartAsync();
        var (stdout, stderr) = (new MemoryStream(), new MemoryStream());
        for (int piece = 0; piece < 30; piece++)
        {
            // A piece of one stream and what there is of the other, then away and back; the program goes on meanwhile.
            Task errors = session.Stderr.CopyToAsync(stderr);
            stdout.Write(await SomeAsync(session.Stdout));
            await session.DisposeAsync();
            await errors;
            session = await container.AttachAsync(new AttachSetup { From = position with { Stdout = stdout.Length, Stderr = stderr.Length } });
        }

        Task rest = session.Stdout.CopyToAsync(stdout);
        await session.Stderr.CopyToAsync(stderr);
        await rest;
        Assert.False(session.WasCut);
        await session.DisposeAsync();
        string numbers = string.Concat(Enumerable.Range(0, 20000).Select(n => $"{n}\n"));
        Assert.Equal(numbers, System.Text.Encoding.ASCII.GetString(stdout.ToArray()));
        Assert.Equal(numbers.Length + 20000, stderr.Length);

        // It has ended: the rest is still to be had.
        await container.WaitAsync();
        await using AttachSession late = await container.AttachAsync(new AttachSetup { From = position with { Stdout = stdout.Length - 6, Stderr = stderr.Length } });
        Assert.Equal("19999\n", await Output.OfAsync(late.Stdout));
        await Assert.ThrowsAsync<ContainerStateException>(() => container.AttachAsync());
    }

    [SkippableFact]
    public async Task Several_may_watch_and_each_may_type()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("both", "read a; read b; echo $a $b") with { OpenStdin = true });
        await using AttachSession first = await container.AttachAsync(), second = await container.AttachAsync();
        await using AttachSession watcher = await container.AttachAsync(new AttachSetup { Stdin = false });
        Assert.Null(watcher.Stdin);
        await first.Stdin!.WriteAsync("one\n"u8.ToArray());
        await second.Stdin!.WriteAsync("two\n"u8.ToArray());
        foreach (AttachSession session in new[] { first, second, watcher })
        {
            Assert.Contains(await Output.OfAsync(session.Stdout), (string[])["one two\n", "two one\n"]);
        }
    }

    private static async Task<byte[]> SomeAsync(Stream from)
    {
        byte[] buffer = new byte[700];
        return buffer[..await from.ReadAsync(buffer)];
    }
}
