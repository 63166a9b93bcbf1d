using Fleet.Model;

namespace Fleet.Client.Messages;

// What FleetClient.Ref takes. The sender is answered with what the method of the same name returns, or with an Akka
// Status.Failure that holds a FleetException.

/// <summary>Answered with <see cref="Submission"/>.</summary>
public sealed record Submit(Job Job, string? RequestId = null);

/// <summary>Answered with <see cref="Accepted"/>.</summary>
public sealed record Stop(string Job, string? RequestId = null);

/// <summary>Answered with <see cref="Accepted"/>.</summary>
public sealed record Scale(string Job, int Replicas, string Group = "", string? RequestId = null);

/// <summary>Answered with an array of <see cref="JobView"/>.</summary>
public sealed record List;

/// <summary>Answered with <see cref="JobInspection"/>.</summary>
public sealed record Inspect(string Job);

/// <summary>Answered with <see cref="TaskOutcome"/>.</summary>
public sealed record Result(string Job, int Index = 0, string Group = "");

/// <summary>Answered with an array of <see cref="NodeView"/>.</summary>
public sealed record Nodes;

/// <summary>The sender is told each <see cref="JobEvent"/> until it ends or says <see cref="Unwatch"/>.</summary>
public sealed record Watch(string Job = "", long FromSequence = 0);

/// <summary>Ends all watches of the sender.</summary>
public sealed record Unwatch;
