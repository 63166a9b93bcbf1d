namespace Fleet.Node.Engine;

/// <summary>Something that happened on this node, in docker's words where docker has them.</summary>
/// <param name="Type"><c>container</c>, <c>image</c>, <c>volume</c> or <c>node</c>.</param>
/// <param name="Action"><c>create</c>, <c>start</c>, <c>oom</c>, <c>die</c>, <c>stop</c>, <c>kill</c>, <c>restart</c>, <c>destroy</c>, <c>import</c>, <c>pull</c>, <c>delete</c>...</param>
/// <param name="Attributes">Such as <c>image</c>, <c>exitCode</c>, <c>signal</c>, <c>job</c>.</param>
public sealed record NodeEvent(
    DateTimeOffset Time, string Type, string Action, string Id, string Name, IReadOnlyDictionary<string, string> Attributes);
