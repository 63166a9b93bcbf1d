using System.Globalization;
using Fleet.Containers.Logs;
using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;
using Fleet.Linux.Processes;

namespace Fleet.Containers.Tests.Runtime;

public sealed class AdoptionTests
{
    [SkippableFact]
    public async Task Twenty_containers_are_adopted_by_the_next_agent()
    {
        await using var bench = new Bench();
        for (int i = 0; i < 20; i++)
        {
            // Odd ones end while no agent is there.
            ContainerSetup setup = bench.Shell($"c{i:00}", $"echo before; while [ ! -e /go/{i} ]; do sleep 0.05; done; echo after; exit {i}");
            await bench.StartAsync(setup with
            {
                Spec = setup.Spec with
                {
                    Mounts = [.. setup.Spec.Mounts, new MountSpec { Destination = "/go", Source = Go(bench), Options = ["bind", "ro"] }],
                },
            });
        }

        await bench.Runtime.DisposeAsync();
        for (int i = 1; i < 20; i += 2)
        {
            File.WriteAllText($"{Go(bench)}/{i}", "");
        }

        while (Directory.GetFiles(bench.Options.StateFolder, "exit", SearchOption.AllDirectories).Length < 10)
        {
            await Task.Delay(10);
        }

        bench.Runtime = ContainerRuntime.Open(bench.Options);
        Assert.Equal(20, bench.Runtime.ListIds().Count);
        for (int i = 0; i < 20; i++)
        {
            RunningContainer container = await bench.Runtime.AdoptAsync($"c{i:00}");
            if (i % 2 == 0)
            {
                Assert.Equal(ContainerPhase.Running, container.Phase);
                Assert.True(container.Pid > 0);
                Assert.NotNull(container.StartedAt);
                await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["echo", "in"] });
                Assert.Equal("in\n", await Output.OfAsync(exec.Stdout));
                File.WriteAllText($"{Go(bench)}/{i}", "");
            }

            ExitRecord exit = await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(i, exit.ExitCode);
            Assert.Equal("before\nafter\n", await Output.OfAsync(container));
        }

        static string Go(Bench bench) => Directory.CreateDirectory(Path.Combine(bench.Folder, "go")).FullName;
    }

    [SkippableFact]
    public async Task A_container_whose_shim_was_killed_is_told_as_lost_and_nothing_of_it_runs()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("lost", "sleep", "1000"));
        int pid = container.Pid;
        ProcessSignal.Kill(ShimOf(bench, "lost"));
        ExitRecord exit = await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(exit.ExitCode);
        Assert.Contains("shim killed", exit.Message);
        Assert.False(Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "));

        await bench.Runtime.DisposeAsync();
        bench.Runtime = ContainerRuntime.Open(bench.Options);
        RunningContainer again = await bench.Runtime.AdoptAsync("lost");
        Assert.Equal(exit, again.Exit);
    }

    [SkippableFact]
    public async Task After_another_boot_it_is_told_that_the_machine_went_down()
    {
        await using var bench = new Bench();
        await bench.StartAsync(bench.Setup("boot", "sleep", "1000"));
        await bench.Runtime.DisposeAsync();
        ProcessSignal.Kill(ShimOf(bench, "boot"));
        string bootId = Path.Combine(bench.Folder, "boot_id");
        File.WriteAllText(bootId, Guid.NewGuid().ToString());
        bench.Runtime = ContainerRuntime.Open(bench.Options with { BootIdPath = bootId });
        RunningContainer container = await bench.Runtime.AdoptAsync("boot");
        Assert.Equal(ContainerPhase.Exited, container.Phase);
        Assert.Null(container.Exit!.ExitCode);
        Assert.Contains("machine went down", container.Exit.Message);
    }

    [SkippableFact]
    public async Task A_created_container_that_was_never_started_is_adopted_as_created_and_starts()
    {
        await using var bench = new Bench();
        await bench.Runtime.CreateAsync(bench.Shell("created", "exit 5"));
        await bench.Runtime.DisposeAsync();
        bench.Runtime = ContainerRuntime.Open(bench.Options);
        RunningContainer container = await bench.Runtime.AdoptAsync("created");
        Assert.Equal(ContainerPhase.Created, container.Phase);
        await container.StartAsync();
        Assert.Equal(5, (await container.WaitAsync()).ExitCode);
    }

    [SkippableFact]
    public async Task Whatever_half_of_a_container_is_there_can_be_listed_adopted_and_deleted()
    {
        await using var bench = new Bench();
        Directory.CreateDirectory(Path.Combine(bench.Options.StateFolder, "empty"));
        await bench.Runtime.CreateAsync(bench.Setup("created", "true"));
        await bench.StartAsync(bench.Setup("frozen", "sleep", "1000"));
        await (await bench.Runtime.AdoptAsync("frozen")).PauseAsync();
        await bench.Runtime.DisposeAsync();
        bench.Runtime = ContainerRuntime.Open(bench.Options);
        RunningContainer half = await bench.Runtime.AdoptAsync("empty");
        Assert.Contains("interrupted", half.Exit!.Message);
        Assert.Equal(ContainerPhase.Paused, (await bench.Runtime.AdoptAsync("frozen")).Phase);
        foreach (string id in (string[])["empty", "created", "frozen", "never-there"])
        {
            await bench.Runtime.DeleteAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Empty(bench.Runtime.ListIds());
    }

    [SkippableFact]
    public async Task A_follower_of_the_first_agent_and_one_of_the_second_see_all_lines()
    {
        await using var bench = new Bench();
        await bench.StartAsync(bench.Shell("follow", "i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done"));
        await bench.Runtime.DisposeAsync();
        bench.Runtime = ContainerRuntime.Open(bench.Options);
        var lines = new List<int>();
        await foreach (LogEntry entry in bench.Runtime.ReadLog("follow", new LogQuery { Follow = true }))
        {
            Assert.False(entry.Gap);
            lines.Add(int.Parse(entry.Content.Span, CultureInfo.InvariantCulture));
        }

        Assert.Equal(Enumerable.Range(0, 2000), lines);
    }

    [SkippableTheory]
    [InlineData("record")]
    [InlineData("group")]
    [InlineData("config")]
    [InlineData("shim")]
    public async Task An_agent_that_died_at_any_step_of_making_leaves_what_can_be_told_and_deleted(string step)
    {
        await using var bench = new Bench();
        RunningContainer made = await bench.Runtime.CreateAsync(bench.Setup("half", "true"));
        byte[] config = File.ReadAllBytes(made.Folder.Config), record = File.ReadAllBytes(made.Folder.Record);
        await made.DeleteAsync();
        await bench.Runtime.DisposeAsync();

        // What a creation does, up to the step.
        Directory.CreateDirectory(made.Folder.Path);
        File.WriteAllBytes(made.Folder.Record, record);
        if (step != "record")
        {
            bench.Runtime.Cgroups.Create($"{bench.Options.CgroupParent}/job/half");
            bench.Runtime.Cgroups.Create(bench.Runtime.Shims.Group.Path);
        }

        if (step is "config" or "shim")
        {
            foreach (string folder in (string[])[made.Folder.Root, made.Folder.Result])
            {
                Directory.CreateDirectory(folder);
            }

            foreach (string file in (string[])[made.Folder.Hosts, made.Folder.Resolv, made.Folder.Hostname])
            {
                File.WriteAllText(file, "");
            }

            File.WriteAllBytes(made.Folder.Config, config);
        }

        if (step == "shim")
        {
            (_, Microsoft.Win32.SafeHandles.SafeFileHandle output) = ReportingProcess.Start(bench.Options.ShimPath!, [made.Folder.Path], made.Folder.ShimErrors);
            output.Dispose();   // the agent died, and nobody reads the report
            while (!File.Exists(made.Folder.State) && !File.Exists(made.Folder.Exit))
            {
                await Task.Delay(5);
            }
        }

        bench.Runtime = ContainerRuntime.Open(bench.Options);
        Assert.Equal(["half"], bench.Runtime.ListIds());
        RunningContainer half = await bench.Runtime.AdoptAsync("half").WaitAsync(TimeSpan.FromSeconds(30));
        if (half.Phase == ContainerPhase.Exited)
        {
            Assert.Null(half.Exit!.ExitCode);
            Assert.Contains("it never ran", half.Exit.Message);
        }
        else
        {
            Assert.Equal("shim", step);
            await half.StartAsync();
            Assert.Equal(0, (await half.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
        }

        await half.DeleteAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(bench.Runtime.ListIds());
    }

    private static int ShimOf(Bench bench, string id) =>
        Fleet.Shim.Protocol.ShimState.FromBytes(File.ReadAllBytes(Path.Combine(bench.Options.StateFolder, id, "state"))).ShimPid;
}
