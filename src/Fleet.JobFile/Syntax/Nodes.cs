namespace Fleet.JobFile.Syntax;

/// <summary>A place in a file; line and column from 1.</summary>
internal readonly record struct Mark(int Line, int Column);

/// <summary>What YAML and JSON have in common, with places.</summary>
internal abstract record Node(Mark At);

/// <param name="Plain">Not in quotes, so that <c>null</c> and nothing at all mean null.</param>
internal sealed record ScalarNode(Mark At, string Text, bool Plain) : Node(At)
{
    public bool IsNull => Plain && (Text is "" or "~" or "null" or "Null" or "NULL");
}

internal sealed record ListNode(Mark At, IReadOnlyList<Node> Items) : Node(At);

internal sealed record Entry(Mark At, string Key, Node Value);

/// <summary>In the order of the file; keys are unique.</summary>
internal sealed record MapNode(Mark At, IReadOnlyList<Entry> Entries) : Node(At);

/// <summary>A fault of the text's form.</summary>
internal sealed record SyntaxFault(Mark At, string Message);
