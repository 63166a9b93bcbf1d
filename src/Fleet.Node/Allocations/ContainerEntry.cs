using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>What its actor last said of a container, for all who only look.</summary>
/// <param name="Running">The runtime's side of the current run; null before the first and while a new one is made.</param>
/// <param name="Image">Null until it is known.</param>
internal sealed record ContainerEntry(AllocationRecord Record, ContainerStatus Status, RunningContainer? Running, ImageRecord? Image)
{
    /// <summary>It has ended and no restart is on its way.</summary>
    public bool IsAtRest { get; init; }

    public string Id => Record.Id.ToString();

    public string Name => Record.Name;

    public bool HasEnded => Status.Phase >= Phase.Exited;

    public bool IsRunning => Status.Phase is Phase.Running or Phase.Paused;

    public ContainerView ToView(string node) => new()
    {
        Id = Id,
        Name = Name,
        Image = Record.Spec.Image,
        ImageDigest = Record.ImageDigest,
        Node = node,
        State = Status.Phase,
        ExitCode = Status.ExitCode,
        OomKilled = Status.OomKilled,
        Pid = Status.Pid,
        CreatedAt = Record.CreatedAt,
        StartedAt = Status.StartedAt,
        FinishedAt = Status.FinishedAt,
        Job = Record.Assignment?.Job ?? "",
        Command = CommandText(),
        Message = Status.Message,
        RestartCount = Status.Restarts,
        RestartAt = Status.RestartAt,
    };

    private string CommandText()
    {
        var spec = Record.Spec;
        IEnumerable<string> entrypoint = spec.Entrypoint ?? Image?.Config.Entrypoint ?? [];
        IEnumerable<string> command = !spec.Command.IsEmpty ? spec.Command : spec.Entrypoint is null ? Image?.Config.Cmd ?? [] : [];
        return string.Join(' ', entrypoint.Concat(command));
    }
}
