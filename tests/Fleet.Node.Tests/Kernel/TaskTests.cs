using System.Text;
using Akka.Actor;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Kernel;

public class TaskTests
{
    [SkippableFact]
    public async Task A_task_that_must_not_outlive_its_session_is_stopped_by_its_shim()
    {
        await using var bench = await Bench.StartAsync();
        string digest = Assert.Single(await bench.Host.Engine.Images.ListAsync(default)).Digest;
        var record = new AllocationRecord
        {
            Id = new AllocationId(43), Name = "bound.bound.0", CreatedAt = DateTimeOffset.UtcNow,
            Spec = new ContainerSpec { Image = digest, Command = ["sleep", "1000"], StopGracePeriod = TimeSpan.FromSeconds(1) },
            Assignment = new Assignment(new AllocationId(43), "bound", "bound", 0, "sha256:00", 1, 1, Desired.Run, []),
            Disconnect = DisconnectPolicy.Default with { StopOnClientAfter = TimeSpan.FromSeconds(1) },
        };
        bench.Host.Actor.Tell(new BeginTask(record, []));
        await foreach (var happened in bench.Host.Engine.EventsAsync(DateTimeOffset.MinValue, follow: true, default))
        {
            if (happened.Action == "die") break;
        }
        var view = await bench.ViewAsync("bound.bound.0");
        Assert.Equal(Phase.Exited, view.State);
        Assert.Contains("nothing was heard from the agent", view.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_task_knows_who_it_is_and_its_result_travels_with_its_end()
    {
        await using var bench = await Bench.StartAsync();
        string digest = Assert.Single(await bench.Host.Engine.Images.ListAsync(default)).Digest;
        var record = new AllocationRecord
        {
            Id = new AllocationId(42), Name = "sum.sum.1", CreatedAt = DateTimeOffset.UtcNow,
            Spec = new ContainerSpec { Image = digest, Command = ["sh", "-c", "echo $FLEET_JOB $FLEET_INDEX $FLEET_NODE $FLEET_PORT_WEB; printf 4711 > $FLEET_RESULT; exit 5"] },
            Assignment = new Assignment(new AllocationId(42), "sum", "sum", 1, "sha256:00", 1, 1, Desired.Run, [new AssignedPort("web", 20007)]),
        };
        bench.Host.Actor.Tell(new BeginTask(record, []));
        await foreach (var happened in bench.Host.Engine.EventsAsync(DateTimeOffset.MinValue, follow: true, default))
        {
            if (happened.Action == "die") break;
        }
        var exit = await bench.Containers.WaitAsync("sum.sum.1", default);
        Assert.Equal(5, exit.ExitCode);
        Assert.Equal("sum 1 n1 20007\n", await bench.LogAsync("sum.sum.1"));
        var status = bench.Host.Table.Get(record.Id)!.Status;
        Assert.Equal("4711", Encoding.UTF8.GetString(status.Result.AsSpan()));

        await bench.ReopenAsync();
        Assert.Equal("4711", Encoding.UTF8.GetString(bench.Host.Table.Get(record.Id)!.Status.Result.AsSpan()));
    }
}
