using System.Collections.Immutable;
using Fleet.Images.Manifests;
using Fleet.Images.Sources;

namespace Fleet.Images.Import;

/// <summary>One image that a layout or archive holds.</summary>
/// <param name="Source">Where its blobs are.</param>
/// <param name="Roots">Its manifest or index, or one per platform.</param>
/// <param name="Refs">What it may be asked for by, and is named by unless the user gave a name.</param>
internal sealed record ImportCandidate(IBlobSource Source, ImmutableArray<Descriptor> Roots, ImmutableArray<string> Refs);
