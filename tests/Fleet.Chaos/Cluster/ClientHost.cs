using System.Globalization;
using System.Net;
using Fleet.Chaos.History;
using Fleet.Chaos.Load;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Network;
using Fleet.Linux.Processes;

namespace Fleet.Chaos.Cluster;

/// <summary>A client's process in a network of its own with a cable to the lab's bridge, as a machine beside the cluster has it.</summary>
internal sealed class ClientHost(string name, int number, ChaosLab lab, ClientFolder folder, HistoryFile history) : IDisposable
{
    private readonly string _link = $"{lab.Bridge.Replace("fl", "fv", StringComparison.Ordinal)}c{number}";
    private int _pid;
    private int _lives;

    public string Name => name;

    public bool IsHeld => File.Exists(folder.Held);

    /// <param name="arguments">After the client's name and its life: seed, folders, doors.</param>
    public void Start(IReadOnlyList<string> arguments)
    {
        using var machine = NamespaceThread.OpenOwn("net");
        string[] words = [.. Program.OwnCommand[1..], "client", name, (++_lives).ToString(CultureInfo.InvariantCulture), .. arguments];
        _pid = NamespaceThread.RunUnshared(NamespaceThread.NewNetwork, () =>
        {
            Connect(machine);
            return DetachedProcess.Start(Program.OwnCommand[0], words, folder.Log);
        });
    }

    public void Kill()
    {
        if (_pid == 0) return;
        ProcessSignal.Kill(_pid);
        File.Delete(folder.Held);
        Reap();
        history.Add(new ClientDied(Boot.Now, name));
        _pid = 0;
    }

    public void Pause() => ProcessSignal.Stop(_pid);

    public void Resume() => ProcessSignal.Continue(_pid);

    public void Cut() => Links.SetDown(_link);

    public void Mend() => Links.SetUp(_link);

    public void Dispose()
    {
        Kill();
        Links.Delete(_link);
    }

    // Our child: until it is waited for its number is taken, and its network lives on.
    private void Reap()
    {
        while (Native.WaitPid(_pid, out _, 0) < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Native.Interrupted)
        {
        }
    }

    private void Connect(Fleet.Linux.Files.OwnedFd machine)
    {
        using var own = NamespaceThread.OpenOwn("net");
        NamespaceThread.RunJoined(machine, () =>
        {
            Links.Delete(_link);
            Links.CreateVeth(_link, "eth0", own);
            Links.SetBridge(_link, lab.Bridge);
            Links.SetUp(_link);
            return 0;
        });
        Links.SetUp("lo");
        string subnet = lab.Doors[0][..lab.Doors[0].LastIndexOf('.')];
        var address = IPAddress.Parse($"{subnet}.{200 + number}");
        // The same in each life, as in Fleet.Lab: neighbours remember the old one for half a minute.
        Links.SetHardwareAddress("eth0", [0x02, 0x46, .. address.GetAddressBytes()]);
        Links.AddAddress("eth0", address, 24);
        Links.SetUp("eth0");
    }
}
