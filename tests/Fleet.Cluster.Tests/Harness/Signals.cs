using System.Diagnostics;

namespace Fleet.Cluster.Tests.Harness;

internal static class Signals
{
    public static void Send(int pid, string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
