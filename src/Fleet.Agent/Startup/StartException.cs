namespace Fleet.Agent.Startup;

/// <summary>The agent cannot start; the message is one line (or one a fault) that names the thing and the cure.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
