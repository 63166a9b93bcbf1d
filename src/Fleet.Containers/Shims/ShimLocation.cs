namespace Fleet.Containers.Shims;

/// <summary>Finds the shim's program.</summary>
internal static class ShimLocation
{
    private const string Name = "fleet-shim", Variable = "FLEET_SHIM";

    /// <exception cref="FileNotFoundException">Not in any of the places; the message names them.</exception>
    public static string Find(string? option, Func<string, string?> environment, string ownFolder)
    {
        string? said = option ?? (environment(Variable) is { Length: > 0 } value ? value : null);
        string own = Path.TrimEndingDirectorySeparator(ownFolder);
        string[] places = said is not null
            ? [said]
            : [Path.Combine(own, Name), Path.Combine(Path.GetDirectoryName(own) ?? "/", Name)];
        return places.FirstOrDefault(File.Exists) is { } found
            ? Path.GetFullPath(found)
            : throw new FileNotFoundException(
                $"the program {Name}, which runs beside each container, is not at {string.Join(" nor at ", places)}; set {Variable} to its path");
    }
}
