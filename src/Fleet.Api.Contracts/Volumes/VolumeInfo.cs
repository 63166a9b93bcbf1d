using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Volumes;

/// <summary>A line of <c>fleet volume list</c>.</summary>
/// <param name="Path">Its data, on the node.</param>
/// <param name="Anonymous">Made for one container, with which it goes.</param>
/// <param name="UsedBy">Names of the containers that mount it.</param>
public sealed record VolumeInfo(
    string Name, string Path, DateTimeOffset CreatedAt, bool Anonymous, IReadOnlyDictionary<string, string> Labels, ImmutableArray<string> UsedBy);

/// <param name="Name">Null: one is made up.</param>
public sealed record CreateVolume(string? Name, ImmutableSortedDictionary<string, string>? Labels = null);
