using System.Diagnostics;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>A network namespace for each member, on one bridge; each cable can be pulled.</summary>
internal sealed class GateNetwork : IDisposable
{
    private const string Spaces = "/run/netns";
    private static int _made;

    // The cables of a network before may still be on their way out.
    private readonly string _id = $"{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
    private readonly int _count;

    public GateNetwork(int count)
    {
        _count = count;
        Sweep();
        try
        {
            Make();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Make()
    {
        Ip("link", "add", Bridge, "type", "bridge");
        Ip("link", "set", Bridge, "up");
        for (int i = 0; i < _count; i++)
        {
            Ip("netns", "add", Name(i));
            Ip("link", "add", Cable(i), "type", "veth", "peer", "name", "eth0", "netns", Name(i));
            Ip("link", "set", Cable(i), "master", Bridge, "up");
            Ip("-n", Name(i), "addr", "add", $"{Address(i)}/24", "dev", "eth0");
            Ip("-n", Name(i), "link", "set", "eth0", "up");
            Ip("-n", Name(i), "link", "set", "lo", "up");
        }
    }

    private string Bridge => BridgeOf(_id);

    public string Name(int member) => $"fleet-raft-{_id}-{member}";

    public static string Address(int member) => $"10.214.99.{member + 1}";

    public void Pull(int member) => Ip("link", "set", Cable(member), "down");

    public void Plug(int member) => Ip("link", "set", Cable(member), "up");

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            if (File.Exists($"{Spaces}/{Name(i)}")) Ip("netns", "del", Name(i));
        }

        DeleteBridge(Bridge);
    }

    private static void DeleteBridge(string bridge)
    {
        if (Directory.Exists($"/sys/class/net/{bridge}")) Ip("link", "del", bridge);
    }

    // At most 15 letters (IFNAMSIZ).
    private static string BridgeOf(string id) => "frg" + id.Replace('-', 'b');

    // Of a test that was killed; cables go with their namespaces.
    private static void Sweep()
    {
        if (!Directory.Exists(Spaces)) return;
        foreach (string left in Directory.EnumerateFiles(Spaces, "fleet-raft-*").Select(path => Path.GetFileName(path)).Where(TestFolder.IsLeftBehind))
        {
            Ip("netns", "del", left);
            string[] parts = left.Split('-');
            DeleteBridge(BridgeOf($"{parts[2]}-{parts[3]}"));
        }
    }

    private string Cable(int member) => $"{Bridge}m{member}";

    private static void Ip(params string[] words)
    {
        using var ip = Process.Start("ip", words);
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', words)} ended with {ip.ExitCode}");
    }
}
