using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.ImageSupply;

/// <summary>Get an image unless it is here. Answered to the sender by <see cref="ImageHere"/> or <see cref="ImageMissing"/>.</summary>
/// <param name="Reference">A name, or for a job's a digest or NAME@DIGEST.</param>
/// <param name="Holders">Nodes of the cluster that have it, to be asked before its registry.</param>
internal sealed record WantImage(string Reference, PullPolicy Policy, ImmutableArray<ImageHolder> Holders, IProgress<ImageProgress>? Progress);

/// <summary>The sender wants it no longer; when nobody does, the fetching ends.</summary>
internal sealed record UnwantImage(string Reference);

internal sealed record ImageHere(string Reference, ImageRecord Image);

internal sealed record ImageMissing(string Reference, Exception Error);

/// <summary>The set of images has changed.</summary>
internal sealed record ImagesChanged
{
    public static readonly ImagesChanged Instance = new();
}
