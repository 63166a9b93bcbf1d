using System.Diagnostics;
using System.Globalization;
using Fleet.Control.Journal;

namespace Fleet.Control.Tests.Support;

/// <summary>A writer in a process of its own that is killed (SIGKILL) at instants that nobody chose.</summary>
internal static class KilledWriter
{
    private const int Rounds = 5;
    private const int AtMost = 300;     // acknowledgements before it is killed

    public static async Task CheckAsync(string backend, string place, Func<Task<IEventLog>> openAsync)
    {
        for (int round = 0; round < Rounds; round++)
        {
            long acknowledged = await WriteUntilKilledAsync(backend, place);
            await using var log = await openAsync();
            long highest = await log.OpenAsync(WriterProgram.Id, default);
            Assert.True(highest >= acknowledged, $"event {acknowledged} was acknowledged, and the log ends at {highest}");
            long expected = 1;
            await foreach (var stored in log.ReadAsync(WriterProgram.Id, 1, long.MaxValue, long.MaxValue, default)) Assert.Equal(expected++, stored.Sequence);
            Assert.Equal(highest + 1, expected);
        }
    }

    private static async Task<long> WriteUntilKilledAsync(string backend, string place)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(WriterProgram).Assembly.Location, "write", backend, place]) { RedirectStandardOutput = true })!;
        int enough = Random.Shared.Next(1, AtMost);
        long acknowledged = 0;
        for (int count = 0; await process.StandardOutput.ReadLineAsync() is { } line; count++)
        {
            acknowledged = long.Parse(line, CultureInfo.InvariantCulture);
            if (count == enough) process.Kill();
        }
        await process.WaitForExitAsync();
        Assert.True(acknowledged > 0, "the writer wrote nothing");
        return acknowledged;
    }
}
