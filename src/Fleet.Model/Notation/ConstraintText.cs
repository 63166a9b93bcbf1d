using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Fleet.Model.Notation;

/// <summary>
/// Conditions on nodes: <c>node.labels.zone == a</c>, <c>node.hostname != n1</c>, as in Compose, and <c>node.labels.gpu is_set</c>
/// or <c>is_not_set</c>.
/// </summary>
public static class ConstraintText
{
    /// <summary>What may stand on the left, apart from <c>node.labels.KEY</c>.</summary>
    public static readonly ImmutableArray<string> Attributes =
        ["node.id", "node.hostname", "node.role", "node.platform.os", "node.platform.arch"];

    public const string LabelPrefix = "node.labels.";

    public static bool TryParse(string text, [NotNullWhen(true)] out Constraint? constraint, [NotNullWhen(false)] out string? fault)
    {
        constraint = Compared(text, "==", ConstraintOperator.Equal)
            ?? Compared(text, "!=", ConstraintOperator.NotEqual)
            ?? Presence(text, " is_set", ConstraintOperator.IsSet)
            ?? Presence(text, " is_not_set", ConstraintOperator.IsNotSet);
        fault = constraint is null ? $"'{text}' is not a condition (write such as 'node.labels.zone == a', '!=', 'is_set' or 'is_not_set')" : Fault(constraint);
        return fault is null;
    }

    /// <summary>What is wrong with the condition, or null.</summary>
    public static string? Fault(Constraint constraint)
    {
        string attribute = constraint.Attribute;
        if (attribute.StartsWith(LabelPrefix, StringComparison.Ordinal))
        {
            return attribute.Length == LabelPrefix.Length ? "node.labels lacks the label's name (write node.labels.KEY)" : NeedsValue(constraint);
        }

        return Attributes.Contains(attribute) ? NeedsValue(constraint)
            : $"'{attribute}' is not an attribute of nodes{Suggestion.DidYouMean(attribute, Attributes)}; known are {string.Join(", ", Attributes)} and node.labels.KEY";
    }

    private static string? NeedsValue(Constraint constraint) =>
        constraint is { Operator: ConstraintOperator.Equal or ConstraintOperator.NotEqual, Value: "" }
            ? $"'{constraint}' compares with nothing (for a label that is there or not, write is_set or is_not_set)" : null;

    private static Constraint? Compared(string text, string sign, ConstraintOperator op)
    {
        int at = text.IndexOf(sign, StringComparison.Ordinal);
        return at < 0 ? null : new Constraint(text[..at].Trim(), op, text[(at + 2)..].Trim());
    }

    private static Constraint? Presence(string text, string word, ConstraintOperator op) =>
        text.TrimEnd().EndsWith(word, StringComparison.Ordinal) ? new Constraint(text.TrimEnd()[..^word.Length].Trim(), op, "") : null;
}
