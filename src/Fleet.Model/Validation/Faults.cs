using System.Collections.Immutable;

namespace Fleet.Model.Validation;

/// <summary>Collects faults; <see cref="Below"/> gives a view whose paths start at a field.</summary>
internal sealed class Faults
{
    private readonly List<FieldError> _all;
    private readonly string _prefix;

    public Faults()
        : this([], "")
    {
    }

    private Faults(List<FieldError> all, string prefix) => (_all, _prefix) = (all, prefix);

    public IReadOnlyList<FieldError> All => _all;

    public Faults Below(string path) => new(_all, At(path));

    /// <summary>Nothing is added for a null message.</summary>
    public void Add(string path, string? message)
    {
        if (message is not null)
        {
            _all.Add(new FieldError(At(path), message));
        }
    }

    public void Require(bool good, string path, string message) => Add(path, good ? null : message);

    private string At(string path) => _prefix.Length == 0 ? path : path.Length == 0 ? _prefix : $"{_prefix}.{path}";
}

internal static class Arrays
{
    /// <summary>A record may have been made with <c>default</c> for a list; that means none.</summary>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
