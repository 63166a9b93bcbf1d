using Fleet.Shim.Protocol;

namespace Fleet.Containers;

/// <summary>The names of what lies in a container's state folder: the shim's (<see cref="ShimFolder"/>) and the agent's.</summary>
internal sealed class ContainerFolder(string path)
{
    public string Path { get; } = path;

    public bool Exists => Directory.Exists(Path);

    public string Config => At(ShimFolder.Config);
    public string State => At(ShimFolder.State);
    public string Exit => At(ShimFolder.Exit);
    public string Logs => At(ShimFolder.Logs);
    public string Root => At(ShimFolder.RootMountPoint);

    /// <summary>What the shim says on its standard error, which should be nothing.</summary>
    public string ShimErrors => At("shim.err");

    /// <summary>The agent's own record, <see cref="Records.ContainerRecord"/>.</summary>
    public string Record => At("container");

    /// <summary>There when nobody saw the end: <see cref="Records.LostRecord"/>.</summary>
    public string Lost => At("lost");

    public string Hosts => At("hosts");
    public string Resolv => At("resolv.conf");
    public string Hostname => At("hostname");

    /// <summary>The folder bound at <see cref="ResultFiles.FolderInside"/>.</summary>
    public string Result => At("result");

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
