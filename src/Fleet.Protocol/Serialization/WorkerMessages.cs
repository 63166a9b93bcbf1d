using Fleet.Model;
using Fleet.Protocol.Mapping;
using Fleet.Protocol.Workers;

namespace Fleet.Protocol.Serialization;

/// <summary>The table of Contracts/worker.proto.</summary>
internal static class WorkerMessages
{
    public static readonly MessageCodec[] Codecs =
    [
        new MessageCodec<ReportNode, Wire.ReportNode>("report-node/1", Wire.ReportNode.Parser,
            m => new Wire.ReportNode { Number = m.Number, Report = m.Report.ToWire() },
            w => new ReportNode(w.Number, w.Report.ToModel())),
        new MessageCodec<ReportAck, Wire.ReportAck>("report-ack/1", Wire.ReportAck.Parser,
            m => new Wire.ReportAck { Number = m.Number },
            w => new ReportAck(w.Number)),
        new MessageCodec<AssignmentChunk, Wire.AssignmentChunk>("assignments/1", Wire.AssignmentChunk.Parser, ToWire, ToMessage),
        new MessageCodec<AssignmentAck, Wire.AssignmentAck>("assignments-ack/1", Wire.AssignmentAck.Parser,
            m => new Wire.AssignmentAck { Number = m.Number },
            w => new AssignmentAck(w.Number)),
        new MessageCodec<FactsChunk, Wire.FactsChunk>("facts/1", Wire.FactsChunk.Parser, ToWire, ToMessage),
        new MessageCodec<FactsAck, Wire.FactsAck>("facts-ack/1", Wire.FactsAck.Parser,
            m => new Wire.FactsAck { Number = m.Number },
            w => new FactsAck(w.Number)),
        new MessageCodec<ResolveImage, Wire.ResolveImage>("resolve-image/1", Wire.ResolveImage.Parser,
            m => new Wire.ResolveImage { Number = m.Number, Reference = m.Reference },
            w => new ResolveImage(w.Number, w.Reference)),
        new MessageCodec<ImageResolved, Wire.ImageResolved>("image-resolved/1", Wire.ImageResolved.Parser,
            m => new Wire.ImageResolved { Number = m.Number, Digest = m.Digest, Error = m.Error },
            w => new ImageResolved(w.Number, w.Digest, w.Error)),
        new MessageCodec<FindImage, Wire.FindImage>("find-image/1", Wire.FindImage.Parser,
            m => new Wire.FindImage { Number = m.Number, Digest = m.Digest },
            w => new FindImage(w.Number, w.Digest)),
        new MessageCodec<ImageHolders, Wire.ImageHolders>("image-holders/1", Wire.ImageHolders.Parser, ToWire, ToMessage),
    ];

    private static Wire.AssignmentChunk ToWire(AssignmentChunk chunk)
    {
        var wire = new Wire.AssignmentChunk { Number = chunk.Number, Full = chunk.Full, First = chunk.First, Last = chunk.Last };
        wire.Versions.Take(chunk.Versions, JobMapping.ToWire);
        wire.Assignments.Take(chunk.Assignments, AllocationMapping.ToWire);
        wire.Removed.Take(chunk.Removed, id => id.Serial);
        return wire;
    }

    private static AssignmentChunk ToMessage(Wire.AssignmentChunk wire) => new(wire.Number, wire.Full, wire.First, wire.Last)
    {
        Versions = wire.Versions.ToModel(JobMapping.ToModel),
        Assignments = wire.Assignments.ToModel(AllocationMapping.ToModel),
        Removed = wire.Removed.ToModel(serial => new AllocationId(serial)),
    };

    private static Wire.FactsChunk ToWire(FactsChunk chunk)
    {
        var wire = new Wire.FactsChunk { Number = chunk.Number, Full = chunk.Full, First = chunk.First, Last = chunk.Last };
        wire.Facts.Take(chunk.Facts, AllocationMapping.ToWire);
        return wire;
    }

    private static FactsChunk ToMessage(Wire.FactsChunk wire) =>
        new(wire.Number, wire.Full, wire.First, wire.Last, wire.Facts.ToModel(AllocationMapping.ToModel));

    private static Wire.ImageHolders ToWire(ImageHolders message)
    {
        var wire = new Wire.ImageHolders { Number = message.Number, Digest = message.Digest };
        wire.Holders.Take(message.Holders, holder =>
            new Wire.ImageHolder { Node = holder.Node, HttpAddress = holder.HttpAddress, Token = holder.Token });
        return wire;
    }

    private static ImageHolders ToMessage(Wire.ImageHolders wire) => new(
        wire.Number, wire.Digest, wire.Holders.ToModel(holder => new ImageHolder(holder.Node, holder.HttpAddress, holder.Token)));
}
