namespace Fleet.Control.Hosting;

/// <summary>The control host cannot start or go on; the message names the thing and the cure.</summary>
public sealed class ControlException(string message, Exception? cause = null) : Exception(message, cause);
