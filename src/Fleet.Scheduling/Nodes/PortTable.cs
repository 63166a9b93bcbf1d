using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Scheduling.Nodes;

/// <summary>The ports of one node: those that the scheduler gave out, and those that others use.</summary>
public sealed class PortTable
{
    private readonly Bits _tcp = new();
    private readonly Bits _udp = new();
    private readonly Bits _others = new();
    private int _first, _last, _cursor;

    /// <summary>What the node reports: its dynamic range and the ports in use that the scheduler did not give out.</summary>
    public void Report(int first, int last, ImmutableArray<int> inUse)
    {
        (_first, _last) = (first, last);
        _others.Clear();
        foreach (int port in inUse)
            if (port is > 0 and <= 65535) _others[port] = true;
    }

    public bool IsFree(int port, PortProtocol protocol) => !Given(protocol)[port] && !_others[port];

    public void Take(AssignedPort port) => Given(port.Protocol)[port.Number] = true;

    public void GiveBack(AssignedPort port) => Given(port.Protocol)[port.Number] = false;

    /// <summary>The next search for a dynamic port begins after this one, so that one just given back rests for a while.</summary>
    public void Pass(AssignedPort port)
    {
        if (port.Number >= _first && port.Number <= _last) _cursor = port.Number + 1;
    }

    /// <summary>Whether all could be had together.</summary>
    public bool Offers(ImmutableArray<PortRequest> requests)
    {
        int dynamic = 0;
        foreach (var request in requests)
        {
            if (request.Number == 0) dynamic++;
            else if (!IsFree(request.Number, request.Protocol)) return false;
        }
        return dynamic == 0 || FreeDynamic >= dynamic + StaticWithin(requests);
    }

    /// <summary>Ports for the requests, which <see cref="Offers"/> accepted; nothing is taken yet.</summary>
    public ImmutableArray<AssignedPort> Choose(ImmutableArray<PortRequest> requests)
    {
        if (requests.IsEmpty) return [];
        var chosen = ImmutableArray.CreateBuilder<AssignedPort>(requests.Length);
        int cursor = Math.Clamp(_cursor, _first, _last);
        foreach (var request in requests)
        {
            int number = request.Number != 0 ? request.Number : NextFree(ref cursor, request.Protocol, requests);
            chosen.Add(new AssignedPort(request.Name, number, request.Protocol));
        }
        return chosen.MoveToImmutable();
    }

    private int NextFree(ref int cursor, PortProtocol protocol, ImmutableArray<PortRequest> requests)
    {
        // Twice around: once from the cursor to the end, once from the start.
        for (int round = 0, at = cursor; round < 2; round++, at = _first)
            for (; (at = Given(protocol).FirstAbsent(at, _last)) >= 0; at++)
                if (!_others[at] && !IsAskedFor(at, requests))
                {
                    cursor = at == _last ? _first : at + 1;
                    return at;
                }
        throw new InvalidOperationException("no free port, though the feasibility check saw one");
    }

    private static bool IsAskedFor(int port, ImmutableArray<PortRequest> requests)
    {
        foreach (var request in requests)
            if (request.Number == port) return true;
        return false;
    }

    private int StaticWithin(ImmutableArray<PortRequest> requests) =>
        requests.Count(request => request.Number >= _first && request.Number <= _last && request.Number != 0);

    // Counted as if both protocols and the others' ports never overlapped: at worst a node with an almost used-up range is passed over.
    private int FreeDynamic => _last < _first ? 0
        : _last - _first + 1 - _tcp.CountWithin(_first, _last) - _udp.CountWithin(_first, _last) - _others.CountWithin(_first, _last);

    private Bits Given(PortProtocol protocol) => protocol == PortProtocol.Udp ? _udp : _tcp;
}
