using Fleet.Linux.Machine;

namespace Fleet.Linux.Tests.Machine;

public sealed class MachineTests
{
    [Fact]
    public void The_machine_describes_itself()
    {
        MachineInfo machine = MachineInfo.Read();
        Assert.True(machine.Cpus >= 1);
        Assert.True(machine.MemoryBytes > 64 << 20);
        Assert.Matches(@"^\d+\.\d+", machine.Kernel);
        Assert.True(Guid.TryParse(machine.BootId, out _));
        Assert.Equal(Environment.MachineName, machine.Hostname);
    }

    [Fact]
    public void Busy_time_leaves_idle_and_waiting_out() =>
        Assert.Equal((1 + 2 + 4 + 32 + 64 + 128) * 10_000_000L, MachineUsage.Busy("cpu  1 2 4 8 16 32 64 128 0 0\ncpu0 1 2 4 8 16 32 64 128 0 0"));

    [Fact]
    public void Usage_of_this_machine_makes_sense()
    {
        MachineUsage usage = MachineUsage.Read();
        Assert.True(usage.CpuBusyNanoseconds > 0);
        Assert.InRange(usage.MemoryAvailableBytes, 1, MachineInfo.Read().MemoryBytes);
    }
}
