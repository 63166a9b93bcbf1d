using System.Net.Sockets;

namespace Fleet.Control.Hosting;

/// <summary>Says in words why an actor system could not listen.</summary>
internal static class ListenFailure
{
    public static ControlException Explain(string what, HostPort address, Exception error)
    {
        var socket = Causes(error).OfType<SocketException>().FirstOrDefault();
        string why = socket?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "another process listens there. Stop it, or choose another port.",
            SocketError.AddressNotAvailable => "this host has no such address. Give one of its own (ip addr shows them).",
            SocketError.AccessDenied => "ports below 1024 are root's alone. Choose a higher one.",
            _ => error.GetBaseException().Message,
        };
        return new ControlException($"{what} cannot listen on {address}: {why}", error);
    }

    private static IEnumerable<Exception> Causes(Exception error) => error is AggregateException many
        ? many.InnerExceptions.SelectMany(Causes)
        : error.InnerException is { } inner ? Causes(inner).Prepend(error) : [error];
}
