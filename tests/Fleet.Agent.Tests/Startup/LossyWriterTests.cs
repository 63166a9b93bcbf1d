using Fleet.Agent.Startup;

namespace Fleet.Agent.Tests.Startup;

public class LossyWriterTests
{
    [Fact]
    public async Task What_a_full_disk_does_not_take_is_counted_and_said_once_there_is_room()
    {
        var disk = new Disk();
        using var writer = new LossyWriter(disk);
        writer.WriteLine("one");
        disk.IsFull = true;
        writer.WriteLine("two");
        await writer.WriteLineAsync("three");
        disk.IsFull = false;
        writer.WriteLine("four");
        writer.WriteLine("five");
        Assert.Equal(["one", "fleet-agent: 2 lines of this log are lost: they could not be written", "four", "five"], disk.Lines);
    }

    private sealed class Disk : StringWriter
    {
        public bool IsFull { get; set; }

        public List<string?> Lines { get; } = [];

        public override void WriteLine(string? value)
        {
            if (IsFull) throw new IOException("No space left on device");
            Lines.Add(value);
        }
    }
}
