using System.Diagnostics;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Tests.Processes;

[Collection(Cgroups.HierarchyRules.Name)]
public sealed class ProcessFolderTests
{
    private static ulong OwnStart => ProcessIdentity.StartTime(Environment.ProcessId)!.Value;

    [Fact]
    public void Of_a_living_process_the_kernels_text_is_read()
    {
        using var own = ProcessFolder.Open(Environment.ProcessId, OwnStart)!;
        var status = ProcessStatus.Parse(own.Read("status")!);
        Assert.Equal(Environment.ProcessId, status.Pids[0]);
        Assert.NotEqual(0UL, status.Bounding);
        Assert.NotEmpty(IdMap.Parse(own.Read("uid_map")));
        Assert.All(NamespaceType.All.Where(type => type.Name != "time"), type => Assert.True(own.Namespace(type) > 0, type.Name));
    }

    [Fact]
    public void A_number_that_another_process_has_now_is_not_taken_for_the_one_that_was_meant() =>
        Assert.Null(ProcessFolder.Open(Environment.ProcessId, OwnStart - 1));

    [Fact]
    public void Nothing_is_read_of_a_process_that_has_ended()
    {
        using var sleeper = Process.Start("sleep", "1000");
        using var folder = ProcessFolder.Open(sleeper.Id, ProcessIdentity.StartTime(sleeper.Id)!.Value)!;
        Assert.NotNull(folder.Read("status"));
        sleeper.Kill();
        sleeper.WaitForExit();
        Assert.Null(folder.Read("status"));
        Assert.Null(folder.Namespace(NamespaceType.All[0]));
    }

    [Fact]
    public void A_process_is_in_one_group_of_each_hierarchy_and_its_limits_are_those_of_the_files()
    {
        var groups = ProcessGroups.Of(File.ReadAllText("/proc/self/cgroup"));
        Assert.Equal(File.ReadAllLines("/proc/self/cgroup").Length, groups.Count);
        Assert.Equal(groups.Count, groups.Select(group => group.Hierarchy).Distinct().Count());
        Assert.All(groups.SelectMany(group => group.Settings.Select(s => (File: Path.Combine(group.Folder, s.Key), s.Value))),
            setting => Assert.StartsWith(setting.Value, File.ReadAllText(setting.File)));
    }

    [Fact]
    public void The_status_of_a_process_in_two_pid_namespaces_has_both_numbers()
    {
        var status = ProcessStatus.Parse("""
            Name:	sh
            Uid:	100000	100000	100000	100000
            Gid:	5	5	5	5
            NSpid:	4711	1
            CapInh:	0000000000000000
            CapPrm:	00000000a80425fb
            CapEff:	00000000a80425fb
            CapBnd:	000001ffffffffff
            CapAmb:	0000000000000000
            NoNewPrivs:	1
            Seccomp:	2
            Seccomp_filters:	1
            """);
        Assert.Equal([4711, 1], status.Pids);
        Assert.Equal((100000u, 5u), (status.Uid, status.Gid));
        Assert.Equal((0xa80425fbUL, 0x1ffffffffffUL), (status.Effective, status.Bounding));
        Assert.Equal((true, 2, (int?)1), (status.NoNewPrivileges, status.Seccomp, status.SeccompFilters));
    }
}
