namespace Fleet.Images.Tests.Support;

/// <summary>What a test needs of the machine, checked at its start.</summary>
internal static class Needs
{
    internal static void Root() =>
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: owners, devices and overlay mounts");

    internal static void Program(string name) =>
        Skip.IfNot(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, name))), $"needs the program {name}");
}
