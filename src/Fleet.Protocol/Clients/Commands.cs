using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Clients;

/// <summary>Something that changes the cluster; takes effect once per request id.</summary>
public abstract record Command
{
    private protected Command()
    {
    }
}

public sealed record SubmitJob(Job Job) : Command;

public sealed record StopJob(string Job) : Command;

/// <param name="Group">Empty: the job's only one.</param>
public sealed record ScaleJob(string Job, string Group, int Replicas) : Command;

/// <param name="Value">Null takes the operator's label away, so that the node's own shows again.</param>
public sealed record LabelNode(string Node, string Key, string? Value) : Command;

/// <summary>Repeated, with the same id, until its <see cref="Reply"/> comes; the id is good for 24 h.</summary>
public sealed record Request(string RequestId, Command Command) : IFleetMessage;

public sealed record Reply(string RequestId, Answer Answer) : IFleetMessage;
