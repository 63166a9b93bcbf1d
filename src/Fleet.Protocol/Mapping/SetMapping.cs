using Fleet.Model;

namespace Fleet.Protocol.Mapping;

/// <summary>What travels in numbers: assignment sets and fact batches.</summary>
internal static class SetMapping
{
    public static Wire.Assign ToWire(this AssignmentSet set)
    {
        var wire = new Wire.Assign
        {
            Epoch = set.Epoch,
            Session = set.Session,
            Number = set.Number,
            Begins = set.Begins,
            Completes = set.Completes,
        };
        wire.Assignments.Take(set.Assignments, AllocationMapping.ToWire);
        wire.Dropped.Take(set.Dropped, id => id.Serial);
        wire.Versions.Take(set.Versions, JobMapping.ToWire);
        wire.Images.Take(set.Images, ToWire);
        wire.JobLimits.Take(set.JobLimits, ToWire);
        return wire;
    }

    public static AssignmentSet ToModel(this Wire.Assign wire) => new()
    {
        Epoch = wire.Epoch,
        Session = wire.Session,
        Number = wire.Number,
        Begins = wire.Begins,
        Completes = wire.Completes,
        Assignments = wire.Assignments.ToModel(AllocationMapping.ToModel),
        Dropped = wire.Dropped.ToModel(serial => new AllocationId(serial)),
        Versions = wire.Versions.ToModel(JobMapping.ToModel),
        Images = wire.Images.ToModel(ToModel),
        JobLimits = wire.JobLimits.ToModel(ToModel),
    };

    public static Wire.Facts ToWire(this FactBatch batch)
    {
        var wire = new Wire.Facts { Session = batch.Session, Number = batch.Number, Whole = batch.Whole, Completes = batch.Completes };
        wire.Facts_.Take(batch.Facts, AllocationMapping.ToWire);
        return wire;
    }

    public static FactBatch ToModel(this Wire.Facts wire) => new()
    {
        Session = wire.Session,
        Number = wire.Number,
        Whole = wire.Whole,
        Completes = wire.Completes,
        Facts = wire.Facts_.ToModel(AllocationMapping.ToModel),
    };

    public static Wire.ImageHolder ToWire(ImageHolder holder) =>
        new() { Node = holder.Node, HttpAddress = holder.HttpAddress, Token = holder.Ticket };

    public static ImageHolder ToModel(Wire.ImageHolder wire) => new(wire.Node, wire.HttpAddress, wire.Token);

    private static Wire.ImageSource ToWire(ImageSource source)
    {
        var wire = new Wire.ImageSource { Digest = source.Digest };
        wire.Holders.Take(source.Holders, ToWire);
        return wire;
    }

    private static Wire.JobLimits ToWire(JobLimits limits) =>
        new() { Job = limits.Job, Version = limits.Version, Limits = limits.Limits.ToWire() };

    private static JobLimits ToModel(Wire.JobLimits wire) => new(wire.Job, wire.Version, wire.Limits.ToModel());

    private static ImageSource ToModel(Wire.ImageSource wire) => new(wire.Digest, wire.Holders.ToModel(ToModel));
}
