namespace Fleet.Agent.Configuration;

/// <summary>All that is wrong with a configuration, a line each: file and line (or variable), setting, fault, cure.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
