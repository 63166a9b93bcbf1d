namespace Fleet.Containers.Spec;

/// <summary>A container specification that cannot be run: all faults at once, each naming its field.</summary>
public sealed class SpecException(IReadOnlyList<string> faults) : ArgumentException(string.Join("; ", faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
