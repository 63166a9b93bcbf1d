using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Scheduling.Nodes;

/// <summary>What constraints can ask of a node.</summary>
/// <param name="Labels">The operator's laid over the node's own.</param>
public sealed record NodeProfile(
    string Name, ImmutableArray<string> Roles, string Architecture, IReadOnlyDictionary<string, string> Labels)
{
    private const string LabelPrefix = "node.labels.";

    public static NodeProfile Unknown(string name) => new(name, [], "", ImmutableSortedDictionary<string, string>.Empty);

    public bool SaysTheSameAs(NodeProfile other) =>
        Name == other.Name && Architecture == other.Architecture && Roles.SequenceEqual(other.Roles)
        && Labels.Count == other.Labels.Count && Labels.All(label => other.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);

    public bool Meets(Constraint constraint) => constraint.Operator switch
    {
        ConstraintOperator.Equal => Has(constraint.Attribute, constraint.Value),
        ConstraintOperator.NotEqual => !Has(constraint.Attribute, constraint.Value),
        ConstraintOperator.IsSet => IsSet(constraint.Attribute),
        _ => !IsSet(constraint.Attribute),
    };

    private bool Has(string attribute, string value) => attribute switch
    {
        "node.id" or "node.hostname" => Name == value,
        "node.role" => Roles.Contains(Role(value)),
        "node.platform.os" => value == "linux",
        "node.platform.arch" => Architecture.Length > 0 && Canonical(Architecture) == Canonical(value),
        _ => Label(attribute) is { } label && label == value,
    };

    private bool IsSet(string attribute) => attribute switch
    {
        "node.id" or "node.hostname" or "node.platform.os" => true,
        "node.role" => Roles.Length > 0,
        "node.platform.arch" => Architecture.Length > 0,
        _ => Label(attribute) is not null,
    };

    private string? Label(string attribute) =>
        attribute.StartsWith(LabelPrefix, StringComparison.Ordinal) && Labels.TryGetValue(attribute[LabelPrefix.Length..], out string? value)
            ? value : null;

    // Compose files say manager where Fleet says control.
    private static string Role(string value) => value == "manager" ? "control" : value;

    // Images and docker say amd64, the kernel says x86_64.
    private static string Canonical(string architecture) => architecture switch
    {
        "x86_64" or "x64" => "amd64",
        "aarch64" => "arm64",
        _ => architecture,
    };
}
