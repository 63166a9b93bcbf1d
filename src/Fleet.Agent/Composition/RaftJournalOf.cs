using System.Net;
using System.Net.Sockets;
using Fleet.Agent.Configuration;
using Fleet.Api.Contracts.Roots;
using Fleet.Journal.Raft;
using ControlPort = Fleet.Control.Hosting.HostPort;
using HostPort = Fleet.Agent.Configuration.HostPort;

namespace Fleet.Agent.Composition;

/// <summary>From the agent's settings to this control host's part of the raft journal.</summary>
internal static class RaftJournalOf
{
    public static RaftBackend Agent(AgentSettings settings, FleetRoot root)
    {
        HostPort own = settings.Journal.Members.FirstOrDefault(member => IsOwn(member, settings))
            ?? new HostPort(settings.Network.PublicAddress, settings.Journal.Port);
        return new RaftBackend([.. settings.Journal.Members.Select(Of)], Of(own), settings.Network.Address, root.State);
    }

    private static ControlPort Of(HostPort address) => new(address.Host, address.Port);

    // Members may be named where this host knows itself by number, and the other way round.
    private static bool IsOwn(HostPort member, AgentSettings settings)
    {
        if (member.Port != settings.Journal.Port) return false;
        string[] own = [settings.Network.PublicAddress, settings.Network.Address];
        return own.Contains(member.Host) || Addresses(member.Host).Intersect(own.SelectMany(Addresses)).Any();
    }

    private static IPAddress[] Addresses(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (SocketException)
        {
            return [];      // a name that nobody knows yet is not this host's
        }
    }
}
