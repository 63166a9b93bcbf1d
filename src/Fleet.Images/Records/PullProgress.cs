namespace Fleet.Images.Records;

public enum PullStage
{
    /// <summary>Asking for the manifest.</summary>
    Resolving,

    /// <summary>A layer waits for its turn.</summary>
    Waiting,

    /// <summary>Bytes are arriving.</summary>
    Downloading,

    /// <summary>All bytes are here and verified; the layer is being unpacked.</summary>
    Unpacking,

    /// <summary>The layer is unpacked, or was already there.</summary>
    Done,
}

/// <summary>How far a pull or import is, for one layer (<see cref="Digest"/>) or, where that is empty, for the whole image.</summary>
/// <param name="Digest">Of the layer's blob.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Current">Bytes so far.</param>
/// <param name="Total">Bytes in all; 0 while unknown.</param>
public sealed record PullProgress(string Digest, PullStage Stage, long Current, long Total);
