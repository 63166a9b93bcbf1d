using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Wire = Fleet.Protocol.Clients;

namespace Fleet.Control.Door;

/// <summary>A client's command as the scheduler's input.</summary>
internal static class CommandInputs
{
    public static Command ToInput(this Wire.Command command, string requestId) => command switch
    {
        Wire.SubmitJob submit => new SubmitJob(new RequestKey(submit.Job.Name, requestId), submit.Job),
        Wire.StopJob stop => new StopJob(new RequestKey(stop.Job, requestId), stop.Job),
        Wire.ScaleJob scale => new ScaleJob(new RequestKey(scale.Job, requestId), scale.Job, scale.Group, scale.Replicas),
        Wire.LabelNode label => new LabelNode(new RequestKey("node:" + label.Node, requestId), label.Node, label.Key, label.Value),
        _ => throw new ArgumentException($"{command.GetType()} is no command of the scheduler", nameof(command)),
    };
}
