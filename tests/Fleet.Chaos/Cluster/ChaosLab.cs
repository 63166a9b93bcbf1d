using System.Collections.Immutable;
using System.Diagnostics;
using Fleet.Api.Contracts.Roots;
using Fleet.Chaos.Load;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Chaos.Cluster;

/// <summary>A lab of three hosts with three control hosts in a folder of its own, and the image of the load on each.</summary>
internal sealed class ChaosLab(string fleet, string folder) : IAsyncDisposable
{
    public static readonly ImmutableArray<string> Nodes = ["n1", "n2", "n3"];

    private readonly FleetRoot _root = FleetRoot.At(folder);

    public FleetCommandLine Fleet { get; } = new(fleet, folder);

    public string Folder => folder;

    /// <summary>HOST:PORT of each control host.</summary>
    public ImmutableArray<string> Doors { get; private set; } = [];

    /// <summary>The name of the lab's bridge, in the machine's own network.</summary>
    public string Bridge { get; private set; } = "";

    public string SocketOf(string node) => _root.LabNode(node).Socket;

    private string LogOf(string node) => _root.LabNode(node).NodeLog;

    public async Task UpAsync()
    {
        Directory.CreateDirectory(folder);
        await Fleet.DoAsync("lab", "up", "--nodes", "3", "--node-cpus", "2", "--node-memory", "1g").ConfigureAwait(false);
        var status = await Fleet.JsonAsync("lab", "status").ConfigureAwait(false);
        Doors = [.. status.EnumerateArray().Select(node => node.GetProperty("door").GetString()!)];
        using (var plan = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_root.Lab, "lab.json")).ConfigureAwait(false)))
            Bridge = $"fl{plan.RootElement.GetProperty("id").GetString()}";
        string layout = WriteImage();
        foreach (string node in Nodes) await new FleetCommandLine(fleet, Path.Combine(_root.Lab, node)).DoAsync("image", "import", layout, "--name", Jobs.Image).ConfigureAwait(false);
    }

    /// <summary>Takes the lab down; the logs of its agents stay beside the history.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!File.Exists(Path.Combine(_root.Lab, "lab.json"))) return;
        foreach (string node in Nodes.Where(node => File.Exists(LogOf(node)))) File.Copy(LogOf(node), Path.Combine(folder, "history", $"{node}.log"), overwrite: true);
        await Fleet.DoAsync("lab", "down").ConfigureAwait(false);
    }

    private string WriteImage()
    {
        string rootfs = Path.Combine(folder, "image", "rootfs"), bin = Path.Combine(rootfs, "bin"), layout = Path.Combine(folder, "image", "layout");
        foreach (string name in (string[])["bin", "tmp", "etc"]) Directory.CreateDirectory(Path.Combine(rootfs, name));
        if (!File.Exists("/bin/busybox")) throw new ChaosException("/bin/busybox is not there: install Debian's busybox-static");
        File.Copy("/bin/busybox", Path.Combine(bin, "busybox"), overwrite: true);
        foreach (string applet in (string[])["sh", "mkfifo", "sleep"])
        {
            if (!File.Exists(Path.Combine(bin, applet))) File.CreateSymbolicLink(Path.Combine(bin, applet), "busybox");
        }
        new LayoutWriter(layout).AddFolder(rootfs).Write(new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin"] }, Jobs.Image);
        return layout;
    }
}
