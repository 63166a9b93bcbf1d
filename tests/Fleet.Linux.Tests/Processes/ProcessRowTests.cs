using System.Diagnostics;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Tests.Processes;

public class ProcessRowTests
{
    private const string Stat = "4711 (a) (b)) S 17 4711 4711 34817 4711 4194304 100 0 0 0 250 150 0 0 20 5 1 0 6000 4096000 250 18446744073709551615 0 0";

    [Fact]
    public void The_fields_are_those_of_the_manual_page_whatever_the_name_holds()
    {
        var row = ProcessRow.Parse(Stat, 1000, "sh\0-c\0true\0", TimeSpan.FromSeconds(100));
        Assert.Equal((4711, 17, 1000u, 'S', 5, "pts/1"), (row.Pid, row.Parent, row.User, row.State, row.Nice, row.Terminal));
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(40)), (row.CpuTime, row.Age));
        Assert.Equal((4096000L, 250L * Environment.SystemPageSize, "a) (b)", "sh -c true"), (row.VirtualBytes, row.ResidentBytes, row.Name, row.Command));
    }

    [Fact]
    public void Without_arguments_the_name_stands_in_brackets_and_long_ones_are_cut()
    {
        Assert.Equal("[a) (b)]", ProcessRow.Parse(Stat, 0, "", TimeSpan.Zero).Command);
        Assert.Equal(4096, ProcessRow.Parse(Stat, 0, new string('x', 100_000), TimeSpan.Zero).Command.Length);
    }

    [Fact]
    public void Ones_own_process_is_as_the_runtime_has_it()
    {
        var row = ProcessRow.Read(Environment.ProcessId)!;
        using var own = Process.GetCurrentProcess();
        Assert.Equal(own.Id, row.Pid);
        Assert.InRange(row.Age.TotalSeconds, 0, (DateTime.Now - own.StartTime).TotalSeconds + 5);
        Assert.True(row.ResidentBytes > 0 && row.CpuTime > TimeSpan.Zero);
        Assert.Null(ProcessRow.Read(int.MaxValue));
    }
}
