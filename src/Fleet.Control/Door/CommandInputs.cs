using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Wire = Fleet.Protocol.Clients;

namespace Fleet.Control.Door;

/// <summary>A client's command as the scheduler's input.</summary>
internal static class CommandInputs
{
    public static Command ToInput(this Wire.Command command, RequestKey key) => command switch
    {
        Wire.SubmitJob submit => new SubmitJob(key, submit.Job),
        Wire.StopJob stop => new StopJob(key, stop.Job),
        Wire.ScaleJob scale => new ScaleJob(key, scale.Job, scale.Group, scale.Replicas),
        Wire.LabelNode label => new LabelNode(key, label.Node, label.Key, label.Value),
        _ => throw new ArgumentException($"{command.GetType()} is no command of the scheduler", nameof(command)),
    };
}
