using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Mapping;

namespace Fleet.Control.Journal.Events;

/// <summary>Placements as columns: about 20 bytes a placement instead of 100.</summary>
internal static class PlacementMapping
{
    public static Wire.AllocationsPlaced ToWire(this AllocationsPlaced e)
    {
        var wire = new Wire.AllocationsPlaced { Job = e.Job, Group = e.Group, VersionNumber = e.VersionNumber };
        var nodes = new Names(wire.NodeNames);
        var reasons = new Names(wire.ReasonTexts);
        bool ports = e.Placements.Any(placement => !placement.Ports.IsDefault);
        foreach (var placement in e.Placements)
        {
            wire.Ids.Add(placement.Id.Serial);
            wire.Indexes.Add(placement.Index);
            wire.Attempts.Add(placement.Attempt);
            wire.Nodes.Add(nodes.Position(placement.Node));
            wire.Reasons.Add(reasons.Position(placement.Reason));
            if (ports) wire.Ports.Add(ToWire(placement.Ports));
        }
        return wire;
    }

    public static AllocationsPlaced ToModel(this Wire.AllocationsPlaced wire, DateTimeOffset time)
    {
        var placements = ImmutableArray.CreateBuilder<Placement>(wire.Ids.Count);
        for (int row = 0; row < wire.Ids.Count; row++)
        {
            placements.Add(new Placement(
                new AllocationId(wire.Ids[row]), wire.Indexes[row], wire.Attempts[row], wire.NodeNames[wire.Nodes[row]],
                row < wire.Ports.Count ? ToModel(wire.Ports[row]) : default, wire.ReasonTexts[wire.Reasons[row]]));
        }
        return new AllocationsPlaced(wire.Job, wire.Group, wire.VersionNumber, placements.MoveToImmutable(), time);
    }

    public static Wire.Ports ToWire(ImmutableArray<AssignedPort> ports)
    {
        var wire = new Wire.Ports();
        wire.Ports_.Take(ports, port => new Protocol.Wire.AssignedPort
        {
            Name = port.Name, Number = port.Number, Protocol = (Protocol.Wire.PortProtocol)port.Protocol,
        });
        return wire;
    }

    public static ImmutableArray<AssignedPort> ToModel(Wire.Ports wire) =>
        wire.Ports_.ToModel(port => new AssignedPort(port.Name, port.Number, (PortProtocol)port.Protocol));

    private sealed class Names(ICollection<string> list)
    {
        private readonly Dictionary<string, int> _positions = [];

        public int Position(string name)
        {
            if (_positions.TryGetValue(name, out int position)) return position;
            _positions.Add(name, position = list.Count);
            list.Add(name);
            return position;
        }
    }
}
