using System.Diagnostics;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Tests.Processes;

public class ProcessIdentityTests
{
    [Fact]
    public void A_process_is_known_by_number_and_start_and_no_longer_when_it_has_ended()
    {
        using Process process = Process.Start("sleep", "1000");
        ulong? start = ProcessIdentity.StartTime(process.Id);
        Assert.NotNull(start);
        Assert.True(ProcessIdentity.IsAlive(process.Id, start.Value));
        Assert.False(ProcessIdentity.IsAlive(process.Id, start.Value + 1));
        Assert.False(ProcessIdentity.IsEnding(process.Id));
        process.Kill();
        process.WaitForExit();
        Assert.True(ProcessIdentity.IsEnding(process.Id));
        Assert.False(ProcessIdentity.IsAlive(process.Id, start.Value));
    }

    [Fact]
    public void A_boot_has_an_id() => Assert.Equal(36, ProcessIdentity.BootId().Length);
}
