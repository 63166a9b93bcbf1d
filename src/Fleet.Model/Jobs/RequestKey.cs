namespace Fleet.Model;

/// <summary>Names one command of one client for ever: a repetition under the same key is answered, not carried out again.</summary>
public sealed record RequestKey(string Client, string Id);
