using Fleet.Protocol.Visiting;

namespace Fleet.Chaos.History;

/// <summary>The clock of the history: the same for all processes of the machine, tasks in containers included (/proc/uptime).</summary>
internal static class Boot
{
    public static long Now => BootClock.Instance.GetTimestamp() / 1_000_000;
}
