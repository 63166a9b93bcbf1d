using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>A first process of the shim's own, by option.</summary>
public sealed class InitTests : IDisposable
{
    private readonly TestContainer _container;

    public InitTests()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        _container = new TestContainer();
    }

    public void Dispose() => _container?.Dispose();

    private static ShimConfig WithInit(ShimConfig config) => config with { Init = true };

    [SkippableFact]
    public void The_program_is_its_child_and_its_code_is_the_containers()
    {
        (ExitRecord exit, string output) = _container.Run(WithInit(_container.Shell("echo $$ $PPID $(cat /proc/1/comm) $(tr '\\0' ' ' < /proc/1/cmdline); exit 7")));
        Assert.Equal((7, "2 1 fleet-init fleet-init \n"), (exit.Code, output.Replace("fleet-init\n", "fleet-init \n")));
    }

    [SkippableFact]
    public void A_program_that_would_ignore_a_signal_as_PID_1_hears_it()
    {
        _container.CreateAndStart(WithInit(_container.Config("sleep", "1000")));
        ShimClient client = _container.Connect();
        Assert.Null(client.Signal(15));
        Assert.Equal(143, client.Wait().Code);
    }

    [SkippableFact]
    public void Orphans_of_exec_are_reaped()
    {
        _container.CreateAndStart(WithInit(_container.Config("sleep", "1000")));
        using ShimClient client = _container.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["sh", "-c", "sleep 0.1 & sleep 0.1 &"], Env = ["PATH=/bin"] }));
        Assert.Equal(0, client.FollowToExecExit(Stream.Null, Stream.Null).Code);
        int init = _container.ReadState().Pid;
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{init}/task/{init}/children").Trim().Split(' ').Length == 1, TimeSpan.FromSeconds(10)));
    }

    [SkippableFact]
    public void A_program_that_is_not_there_is_told_as_without_it()
    {
        Assert.Null(_container.Create(WithInit(_container.Config("nosuch"))));
        Assert.Equal(127, _container.Connect().Start()!.Code);
        _container.AwaitShim();
        Assert.Equal((ExitReason.NotStarted, 127), (_container.ReadExit().Reason, _container.ReadExit().Code));
    }

    [SkippableFact]
    public void With_a_terminal_the_program_is_in_its_foreground()
    {
        ShimConfig config = WithInit(_container.Shell("read line; echo got $line"));
        Assert.Null(_container.Create(config with { Process = config.Process with { Terminal = true, OpenStdin = true } }));
        ShimClient client = _container.Connect();
        client.Attach();
        client.Start();
        client.Input("x\n"u8);
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExit(output, output).Code);
        Assert.EndsWith("got x\r\n", System.Text.Encoding.ASCII.GetString(output.ToArray()));
    }
}
