namespace Fleet.Model.Notation;

/// <summary>Devices as docker writes them: <c>HOST[:CONTAINER[:rwm]]</c>.</summary>
public static class DeviceText
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(string device)
    {
        string[] parts = device.Split(':');
        bool paths = parts.Length <= 3 && parts[0].StartsWith('/') && (parts.Length < 2 || parts[1].StartsWith('/') || (parts.Length == 2 && IsAccess(parts[1])));
        bool access = parts.Length < 3 || IsAccess(parts[2]);
        return paths && access ? null : $"'{device}' is not a device (write HOST[:CONTAINER[:rwm]] with absolute paths)";
    }

    private static bool IsAccess(string text) => text.Length > 0 && text.All(c => c is 'r' or 'w' or 'm') && text.Distinct().Count() == text.Length;
}
