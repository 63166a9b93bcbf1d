using System.Collections.Immutable;
using System.Text;
using Fleet.Images.Content;

namespace Fleet.Images.Manifests;

/// <summary>Names of stacks of layers (image-spec config.md, "Layer ChainID"): equal stacks are unpacked once.</summary>
internal static class Chain
{
    internal static ImmutableArray<string> Ids(IEnumerable<string> diffIds)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        foreach (string diffId in diffIds)
            ids.Add(ids.Count == 0 ? diffId : Digest.Of(Encoding.ASCII.GetBytes($"{ids[^1]} {diffId}")));
        return ids.ToImmutable();
    }
}
