namespace Fleet.Linux.Systemd;

/// <summary>systemd refused.</summary>
/// <param name="name">The error's D-Bus name, such as <c>org.freedesktop.systemd1.UnitExists</c>.</param>
internal sealed class SystemdException(string call, string name, string message) : IOException($"systemd refused {call}: {message} ({name})")
{
    public string Name { get; } = name;
}
