using Fleet.Lifecycle.Nodes;
using Fleet.Node.Records;

namespace Fleet.Node.Session;

/// <summary>What the node writes down of an allocation that it is to start.</summary>
internal static class TaskRecord
{
    public static AllocationRecord Of(StartAllocation start, DateTimeOffset now)
    {
        var group = start.Group;
        return new AllocationRecord
        {
            Id = start.Assignment.Id,
            Name = start.Assignment.Name,
            Spec = group.Container,
            CreatedAt = now,
            Assignment = start.Assignment,
            Disconnect = group.Disconnect,
            Reserved = group.Needs,
        };
    }
}
