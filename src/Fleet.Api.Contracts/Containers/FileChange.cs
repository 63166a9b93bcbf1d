namespace Fleet.Api.Contracts.Containers;

/// <param name="Kind"><c>A</c> added, <c>C</c> changed, <c>D</c> deleted.</param>
/// <param name="Path">Absolute, as the container sees it.</param>
public sealed record FileChange(char Kind, string Path);
