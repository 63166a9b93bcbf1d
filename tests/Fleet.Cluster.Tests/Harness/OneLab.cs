namespace Fleet.Cluster.Tests.Harness;

/// <summary>A lab of three nodes in a root of its own; gone when it is disposed.</summary>
public sealed class OneLab : IDisposable
{
    private bool _isUp;

    public OneLab()
    {
        Root = Path.Combine(Path.GetTempPath(), $"fleet-test-lab-{Guid.NewGuid():N}");
        Cli = new FleetCli(Root);
    }

    public string Root { get; }

    internal FleetCli Cli { get; }

    internal FleetCli Ready()
    {
        Installed.Require();
        if (!_isUp)
        {
            Directory.CreateDirectory(Root);
            Cli.Do("lab", "up", "--nodes", "3", "--node-cpus", "1", "--node-memory", "1g", "--label", "n2:zone=b");
            _isUp = true;
            Cli.Do("image", "import", BusyboxImage.Layout, "--name", BusyboxImage.Name);
        }
        return Cli;
    }

    internal FleetCli Node(string name) => new(Path.Combine(Root, "lab", name));

    internal string JobFile(string name, string text)
    {
        string path = Path.Combine(Root, name + ".yaml");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        if (_isUp) Cli.Do("lab", "down");
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
