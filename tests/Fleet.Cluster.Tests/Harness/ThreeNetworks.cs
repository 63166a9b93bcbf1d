using System.Diagnostics;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>Network namespaces on one bridge, as separate machines would be: made with iproute2, gone when disposed.</summary>
internal sealed class ThreeNetworks : IDisposable
{
    private const string Bridge = "flhand0";
    private readonly List<string> _names = [];

    public ThreeNetworks(int count)
    {
        Ip("link", "add", Bridge, "type", "bridge");
        Ip("link", "set", Bridge, "up");
        for (int i = 1; i <= count; i++)
        {
            string name = $"fleet-hand-{i}", link = $"fvhand{i}";
            _names.Add(name);
            Ip("netns", "add", name);
            Ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
            Ip("link", "set", link, "master", Bridge, "up");
            Ip("-n", name, "addr", "add", $"{Address(i)}/24", "dev", "eth0");
            Ip("-n", name, "link", "set", "eth0", "up");
            Ip("-n", name, "link", "set", "lo", "up");
        }
    }

    public static string Address(int number) => $"10.214.77.{number}";

    /// <summary>Runs the command line inside one of the networks.</summary>
    public static Outcome Fleet(int number, string root, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", $"fleet-hand-{number}", Installed.Fleet, "--root", root, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors);
    }

    public void Dispose()
    {
        foreach (string name in _names) Ip("netns", "del", name);
        Ip("link", "del", Bridge);
    }

    private static void Ip(params string[] words)
    {
        using var ip = Process.Start("ip", words);
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', words)} ended with {ip.ExitCode}");
    }
}
