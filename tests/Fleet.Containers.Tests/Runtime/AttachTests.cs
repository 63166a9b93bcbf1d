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
        Assert.Matches("^(50 132|20 40)\r\n", output);
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
}
