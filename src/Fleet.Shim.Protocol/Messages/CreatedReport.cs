using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>
/// What a shim writes to its standard output, once, before it lets go of it: <c>fleet-shim FOLDER</c> ends this stream when the
/// container stands in phase Created (a Done frame) or could not be made (a Failed frame; the shim then ends with code 1).
/// A stream that ends without a frame means that the shim died.
/// </summary>
public static class CreatedReport
{
    public static byte[] Succeeded() => Frame.Of(FrameKind.Done, 0);

    public static byte[] Failed(FailedMessage why) => Frame.Of(FrameKind.Failed, 0, why.Write);

    /// <returns>Null when the container was created, else why not.</returns>
    /// <exception cref="WireException">Not a report; an empty stream included.</exception>
    public static FailedMessage? Read(ReadOnlySpan<byte> report)
    {
        if (report.Length < FrameHead.Size)
        {
            throw new WireException("no report: the shim died before it had made the container");
        }

        FrameHead head = FrameHead.Read(report);
        var payload = new WireReader(report[FrameHead.Size..]);
        return head.Kind == FrameKind.Done ? null : FailedMessage.Read(ref payload);
    }
}
