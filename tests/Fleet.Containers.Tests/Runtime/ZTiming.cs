using System.Diagnostics;
using Fleet.Containers.Tests.Support;
using Xunit.Abstractions;

namespace Fleet.Containers.Tests.Runtime;

public sealed class ZTiming(ITestOutputHelper o)
{
    [SkippableFact]
    public async Task Times()
    {
        await using var bench = new Bench();
        for (int i = 0; i < 6; i++)
        {
            var w = Stopwatch.StartNew();
            RunningContainer c = await bench.Runtime.CreateAsync(bench.Setup($"t{i}", "true"));
            o.WriteLine($"create {w.Elapsed.TotalMilliseconds}");
            w.Restart();
            await c.StartAsync();
            o.WriteLine($"start {w.Elapsed.TotalMilliseconds}");
            w.Restart();
            await c.WaitAsync();
            o.WriteLine($"wait {w.Elapsed.TotalMilliseconds}");
            w.Restart();
            await c.DeleteAsync();
            o.WriteLine($"delete {w.Elapsed.TotalMilliseconds}");
        }
    }
}
