using System.Diagnostics;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>
/// The rules of version 1 on which the driver rests (kernel: admin-guide/cgroup-v1/cgroups, cgroups(7)). Hierarchies of their own are
/// mounted in a private mount namespace, out of controllers that no container uses; with the namespace's last process they go.
/// </summary>
[Collection(HierarchyRules.Name)]
public sealed class HierarchyRulesTests
{
    [SkippableFact]
    public void A_hierarchy_carries_several_controllers_and_none_of_them_can_be_bound_to_a_second_one()
    {
        NeedVersion1("net_cls", "net_prio");
        Assert.Equal(
            [
                "net_cls,net_prio",                 // one hierarchy, two controllers, in one line of /proc/PID/cgroup
                "net_cls alone: refused",           // its controller is bound already
                "net_cls with another: refused",
                "both: the same hierarchy",         // mounting it once more shows the same groups
            ],
            Private("""
                mkdir $T/one $T/two $T/three
                mount -t cgroup -o net_cls,net_prio none $T/one
                mkdir $T/one/$GROUP
                grep -o 'net_cls,net_prio' /proc/self/cgroup
                try() { mount -t cgroup -o $2 none $T/two 2>/dev/null && { echo "$1: mounted"; umount $T/two; } || echo "$1: refused"; }
                try 'net_cls alone' net_cls
                try 'net_cls with another' net_cls,hugetlb
                mount -t cgroup -o net_cls,net_prio none $T/three
                [ -d $T/three/$GROUP ] && echo 'both: the same hierarchy'
                rmdir $T/one/$GROUP
                umount $T/one $T/three
                let_go net_cls,net_prio net_cls,net_prio
                """));
    }

    [SkippableFact]
    public void A_controller_that_the_host_has_bound_is_refused_in_a_hierarchy_of_ones_own()
    {
        NeedVersion1("cpu");
        Assert.Equal(["refused"], Private("mkdir $T/own; mount -t cgroup -o cpu,hugetlb none $T/own 2>/dev/null && echo mounted || echo refused"));
    }

    [SkippableFact]
    public void A_process_is_in_one_group_of_each_hierarchy_and_adding_it_to_another_moves_it()
    {
        NeedVersion1();
        Assert.Equal(
            ["/red", "/blue", "red has 0, blue has 1", "the others are as before"],
            Private("""
                mkdir $T/own
                mount -t cgroup -o none,name=$GROUP none $T/own
                mkdir $T/own/red $T/own/blue
                mine() { sed -n "s/^[0-9]*:name=$GROUP://p" /proc/$$/cgroup; }
                others() { grep -v $GROUP /proc/$$/cgroup; }
                before=$(others)
                echo $$ > $T/own/red/cgroup.procs; mine
                echo $$ > $T/own/blue/cgroup.procs; mine
                echo "red has $(grep -cx $$ $T/own/red/cgroup.procs), blue has $(grep -cx $$ $T/own/blue/cgroup.procs)"
                [ "$(others)" = "$before" ] && echo 'the others are as before'
                echo $$ > $T/own/cgroup.procs
                rmdir $T/own/red $T/own/blue
                umount $T/own
                let_go none,name=$GROUP name=$GROUP
                """));
    }

    [SkippableFact]
    public void A_fork_begins_where_its_parent_is_and_can_be_moved_alone()
    {
        using var one = new TestGroup();
        using var two = new TestGroup();
        using var parent = one.Run("sleep 1000 & wait");
        int child = Until(() => one.Group.Pids().FirstOrDefault(pid => pid != parent.Id && ProcessIdentity.StartTime(pid) is not null));
        Assert.Equal([parent.Id, child], one.Group.Pids().Order());
        Assert.Equal(Paths(parent.Id), Paths(child));

        two.Group.Add(child);
        Assert.Equal([parent.Id], one.Group.Pids());
        Assert.Equal([child], two.Group.Pids());
        Assert.All(Paths(child).Where(line => line.Contains("fleet")), line => Assert.EndsWith(two.Group.Path, line));
        Assert.All(Paths(parent.Id).Where(line => line.Contains("fleet")), line => Assert.EndsWith(one.Group.Path, line));
    }

    private static string[] Paths(int pid) => File.ReadAllLines($"/proc/{pid}/cgroup");

    private static int Until(Func<int> found)
    {
        while (true)
        {
            if (found() is > 0 and var pid)
            {
                return pid;
            }

            Thread.Yield();
        }
    }

    private static void NeedVersion1(params string[] controllers)
    {
        Skip.IfNot(Environment.UserName == "root", "cgroups need root");
        string known = File.ReadAllText("/proc/cgroups");
        Skip.IfNot(controllers.All(name => known.Contains($"\n{name}\t")), $"this kernel lacks the controllers {string.Join(", ", controllers)} of version 1");
        Skip.IfNot(File.ReadAllText("/proc/filesystems").Contains("\tcgroup\n"), "this kernel has no cgroups of version 1");
        Skip.If(controllers is ["cpu"] && CgroupDriver.Detect().Version == 2, "the controllers of this machine are bound to version 2");
    }

    /// <summary>
    /// The kernel ends a hierarchy at its last umount(2), but only if no group is left in it, and a removed group lingers for a moment:
    /// then the hierarchy stays, unmounted, until it is mounted and unmounted again.
    /// </summary>
    private const string LetGo = """
        let_go() {
            mkdir $T/gone; tries=0
            while grep -q ":$2:" /proc/self/cgroup; do
                sleep 0.05; tries=$((tries + 1))
                [ $tries -lt 600 ] || { echo "$2 stays"; return; }
                # One that is on its way out goes by itself; mounting it too early would only make it anew.
                [ $((tries % 40)) != 0 ] || { mount -t cgroup -o $1 none $T/gone 2>/dev/null && umount $T/gone; }
            done
        }
        """;

    /// <summary>What a script says in a mount namespace of its own. <c>$T</c> is an empty tmpfs, <c>$GROUP</c> a name that nobody else has.</summary>
    private static string[] Private(string script)
    {
        string name = $"fleet-test-{Environment.ProcessId}-{Guid.NewGuid():N}";
        using var shell = Process.Start(new ProcessStartInfo("unshare", ["-m", "/bin/sh", "-euc", $"T=/mnt; mount -t tmpfs none $T; GROUP={name}\n{LetGo}\n{script}"])
        {
            RedirectStandardOutput = true,
        })!;
        string said = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>While a further hierarchy is mounted, every process has a further line in /proc/PID/cgroup: who counts those waits.</summary>
[CollectionDefinition(Name)]
public sealed class HierarchyRules
{
    public const string Name = "hierarchies of cgroups";
}
