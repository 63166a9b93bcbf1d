using System.Globalization;
using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>
/// This assembly run as a program is one member of the log, in a process of its own that can be killed: <c>member ADDRESS,ADDRESS,...
/// OWN FOLDER SLOW-MS [forgets]</c>. It takes orders on its standard input, a line each, and tells what happens on its output.
/// </summary>
internal static class MemberProgram
{
    public static async Task Main(string[] words)
    {
        if (words is not ["member", var list, var own, var folder, var slow, .. var rest]) return;
        var members = new MemberList(list.Split(',').Select(HostPort.Parse), HostPort.Parse(own));
        var disk = new SyncedDisk(new FileDisk(folder), TimeSpan.FromMilliseconds(int.Parse(slow, CultureInfo.InvariantCulture)), forgets: rest is ["forgets"]);
        await using var replica = new Replica(members, HostPort.Parse(own).Host, folder, disk, ReplicaOptions.Default with { SnapshotBytes = 4 << 20 });
        var log = new RaftEventLog(replica, TimeSpan.FromSeconds(20), ownsReplica: false);
        var writer = new GateWriter(log);
        writer.Say("up");
        while (await Console.In.ReadLineAsync() is { } order)
        {
            switch (order.Split(' '))
            {
                case ["write"]: writer.Begin(); break;
                case ["stop"]: await writer.StopAsync(); break;
                case ["tell"]: await writer.TellAsync(); break;
                case ["leads"]: writer.Say($"leads {replica.Leads}"); break;
            }
        }
    }
}
