using System.Diagnostics;

namespace Fleet.Cluster.Tests.Harness;

internal static class Signals
{
    public static void Send(int pid, string signal)
    {
        Assert.True(Try(pid, signal), $"{signal} to {pid}");
    }

    /// <summary>False when it was gone already.</summary>
    public static bool Try(int pid, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/kill", [$"-{signal}", $"{pid}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }
}
