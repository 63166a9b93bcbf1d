using System.Net.Sockets;
using Fleet.Agent.Configuration;
using Fleet.Agent.Startup;
using Fleet.Control.Hosting;
using Fleet.Images;
using Fleet.Node.Engine;

namespace Fleet.Agent.Composition;

/// <summary>Why the agent could not start, in words; null for what must be looked into with its stack.</summary>
internal static class Cause
{
    public static string? InWords(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var only] } => InWords(only),
        StartException or SettingsException or ControlException or EngineException or ImageException => error.Message,
        SocketException or IOException or UnauthorizedAccessException => error.Message,
        _ => null,
    };
}
