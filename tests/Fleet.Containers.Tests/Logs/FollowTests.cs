using System.Globalization;
using System.Text;
using Fleet.Containers.Logs;
using Fleet.Containers.Sessions;
using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Logs;

/// <summary>Logs as the real shim writes and rotates them.</summary>
public sealed class FollowTests
{
    [SkippableFact]
    public async Task A_follower_from_the_start_sees_every_line_across_rotations_in_order_and_ends_with_the_container()
    {
        await using var bench = new Bench();
        // 500 lines for each line that it reads: the reader sets the pace, however busy the machine is.
        ContainerSetup setup = bench.Shell(
            "rotate", "i=0; while read go; do j=0; while [ $j -lt 500 ]; do echo line-$i; i=$((i+1)); j=$((j+1)); done; done")
            with { Log = new LogLimits(32 << 10, 3), OpenStdin = true };
        RunningContainer container = await bench.Runtime.CreateAsync(setup);
        await using AttachSession session = await container.AttachAsync();
        Task output = session.Stdout.CopyToAsync(Stream.Null);
        await container.StartAsync();
        await session.Stdin!.WriteAsync("go\n"u8.ToArray());
        var seen = new List<int>();
        await foreach (LogEntry entry in container.ReadLog(new LogQuery { Follow = true }))
        {
            Assert.False(entry.Gap, $"a gap after {seen.LastOrDefault()}");
            seen.Add(int.Parse(entry.Content.Span["line-".Length..], CultureInfo.InvariantCulture));
            if (seen.Count == 20000)
            {
                await session.Stdin.DisposeAsync();
            }
            else if (seen.Count % 500 == 0)
            {
                await session.Stdin.WriteAsync("go\n"u8.ToArray());
            }
        }

        await output;
        Assert.Equal(Enumerable.Range(0, 20000), seen);
        Assert.InRange(Directory.GetFiles(Path.Combine(bench.Options.StateFolder, "rotate", "log")).Length, 1, 3);
    }

    [SkippableFact]
    public async Task One_file_only_keeps_the_order_and_says_where_lines_are_missing()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("single", "seq 0 19999") with { Log = new LogLimits(4096, 1) };
        RunningContainer container = await bench.StartAsync(setup);
        await container.WaitAsync();
        var lines = new List<int>();
        await foreach (LogEntry entry in container.ReadLog(new LogQuery()))
        {
            lines.Add(int.Parse(entry.Content.Span, CultureInfo.InvariantCulture));
        }

        Assert.Equal(19999, lines[^1]);
        Assert.Equal(Enumerable.Range(lines[0], lines.Count), lines);
    }

    [SkippableFact]
    public async Task Bytes_that_are_no_text_come_out_as_they_were()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("binary", @"printf '\355\253\356\333\003\000x\n'"));
        await container.WaitAsync();
        Assert.Equal(new byte[] { 0xed, 0xab, 0xee, 0xdb, 3, 0, (byte)'x', (byte)'\n' }, await Output.BytesOfAsync(container));
    }

    [SkippableFact]
    public async Task A_line_without_end_joins_exactly_and_costs_no_memory()
    {
        const int Size = 64 << 20;
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("endless", $"yes | tr -d '\\n' | head -c {Size}") with { Log = new LogLimits(Size * 2L, 2) };
        RunningContainer container = await bench.StartAsync(setup);
        long size = 0, other = 0, largest = 0;
        await foreach (LogEntry entry in container.ReadLog(new LogQuery { Follow = true }))
        {
            Assert.False(entry.Gap);
            size += entry.Content.Length;
            largest = Math.Max(largest, entry.Content.Length);
            other += entry.Content.Span.ContainsAnyExcept((byte)'y') ? 1 : 0;
        }

        Assert.Equal(Size, size);
        Assert.Equal(0, other);
        Assert.InRange(largest, 1, 16 << 10);
    }

    [SkippableFact]
    public async Task The_last_lines_and_one_stream_alone_can_be_asked_for()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(
            bench.Shell("tail", "for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done; printf open") with { Log = new LogLimits(4096, 3) });
        await container.WaitAsync();
        Assert.Equal("out4\nout5\nopen", await Output.OfAsync(container, new LogQuery { Tail = 3, Stderr = false }));
        Assert.Equal("err4\nerr5\n", await Output.OfAsync(container, new LogQuery { Tail = 2, Stdout = false }));
        Assert.Equal("", await Output.OfAsync(container, new LogQuery { Tail = 0 }));
        Assert.Equal("out1\nout2\nout3\nout4\nout5\nopen", await Output.OfAsync(container, new LogQuery { Tail = 1000, Stderr = false }));
        Assert.Equal("", await Output.OfAsync(container, new LogQuery { Since = DateTimeOffset.UtcNow.AddMinutes(1) }));
    }

    [SkippableFact]
    public async Task Many_lines_with_a_tail_across_files_start_at_the_right_one()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("tails", "seq 1 300") with { Log = new LogLimits(4096, 5) });
        await container.WaitAsync();
        foreach (int tail in (int[])[1, 50, 100, 250])
        {
            string expected = string.Concat(Enumerable.Range(301 - tail, tail).Select(n => $"{n}\n"));
            Assert.Equal(expected, await Output.OfAsync(container, new LogQuery { Tail = tail }));
        }
    }

    [SkippableFact]
    public async Task A_follower_can_be_cancelled_while_nothing_comes()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("quiet", "echo one; exec sleep 1000"));
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (LogEntry entry in container.ReadLog(new LogQuery { Follow = true }, cancel.Token))
            {
                Assert.Equal("one", Encoding.ASCII.GetString(entry.Content.Span));
                await cancel.CancelAsync();
            }
        });
    }
}
