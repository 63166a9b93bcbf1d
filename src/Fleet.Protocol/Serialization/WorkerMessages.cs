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
        new MessageCodec<Assign, Wire.Assign>("assign/1", Wire.Assign.Parser, m => m.Set.ToWire(), w => new Assign(w.ToModel())),
        new MessageCodec<AssignmentAck, Wire.AssignmentAck>("assignment-ack/1", Wire.AssignmentAck.Parser,
            m => new Wire.AssignmentAck { Session = m.Session, Number = m.Number },
            w => new AssignmentAck(w.Session, w.Number)),
        new MessageCodec<WholeWanted, Wire.WholeWanted>("whole-wanted/1", Wire.WholeWanted.Parser,
            m => new Wire.WholeWanted { Session = m.Session },
            w => new WholeWanted(w.Session)),
        new MessageCodec<Facts, Wire.Facts>("facts/1", Wire.Facts.Parser, m => m.Batch.ToWire(), w => new Facts(w.ToModel())),
        new MessageCodec<FactsAck, Wire.FactsAck>("facts-ack/1", Wire.FactsAck.Parser,
            m => new Wire.FactsAck { Session = m.Session, Number = m.Number },
            w => new FactsAck(w.Session, w.Number)),
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

    private static Wire.ImageHolders ToWire(ImageHolders message)
    {
        var wire = new Wire.ImageHolders { Number = message.Number, Digest = message.Digest };
        wire.Holders.Take(message.Holders, SetMapping.ToWire);
        return wire;
    }

    private static ImageHolders ToMessage(Wire.ImageHolders wire) =>
        new(wire.Number, wire.Digest, wire.Holders.ToModel(SetMapping.ToModel));
}
