using Fleet.Shim.Protocol;

namespace Fleet.Containers.Shims;

/// <summary>A frame that came from a shim.</summary>
internal readonly record struct ShimFrame(FrameKind Kind, ushort Number, byte[] Payload);
