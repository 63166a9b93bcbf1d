namespace Fleet.Control.Tests.Support;

/// <summary>A state folder that goes with the test.</summary>
internal sealed class StateFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fleet-ctrl-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
