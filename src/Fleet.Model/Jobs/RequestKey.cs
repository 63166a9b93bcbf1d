namespace Fleet.Model;

/// <summary>
/// Names one command for ever: a repetition under the same key is answered, not carried out again, also when it comes from another
/// process of the user than the first.
/// </summary>
/// <param name="Subject">The job or node that the command is about: an id is good for one of them.</param>
public sealed record RequestKey(string Subject, string Id);
