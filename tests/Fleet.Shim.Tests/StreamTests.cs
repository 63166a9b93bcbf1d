using System.Text;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Input, output, the log and its rotation.</summary>
public class StreamTests
{
    private static TestContainer New()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        return new TestContainer();
    }

    private static ShimConfig WithInput(ShimConfig config) => config with { Process = config.Process with { OpenStdin = true, StdinOnce = true } };

    [SkippableFact]
    public void Input_reaches_the_program_and_its_end_too()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(WithInput(container.Config("wc", "-c"))));
        ShimClient client = container.Connect();
        Assert.Null(client.Attach());
        Assert.Null(client.Start());
        byte[] piece = new byte[50_000];
        for (int i = 0; i < 100; i++)
        {
            client.Input(piece);
        }

        client.Input([]);
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExit(output, output).Code);
        Assert.Equal("5000000\n", Encoding.ASCII.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void A_client_that_goes_away_ends_the_input_where_the_plan_says_so()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(WithInput(container.Config("cat"))));
        ShimClient feeder = container.Connect(), waiter = container.Connect();
        feeder.Attach();
        feeder.Start();
        feeder.Input("half"u8);
        Assert.Equal("half", Encoding.ASCII.GetString(OutputMessage.Read(feeder.Read().Payload).Bytes));
        feeder.Dispose();
        Assert.Equal(0, waiter.Wait().Code);
    }

    [SkippableFact]
    public void The_first_process_can_have_a_terminal()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("stty size; tty; ls -l /dev/console | cut -c1; read line; echo got $line");
        Assert.Null(container.Create(config with { Process = config.Process with { Terminal = true, Rows = 50, Columns = 132, OpenStdin = true } }));
        ShimClient client = container.Connect();
        client.Attach();
        client.Start();
        client.Input("hello\n"u8);
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExit(output, output).Code);
        string text = Encoding.ASCII.GetString(output.ToArray());
        Assert.Contains("50 132\r\n/dev/pts/0\r\nc\r\n", text.Replace("hello\r\n", ""));
        Assert.EndsWith("got hello\r\n", text);
    }

    [SkippableFact]
    public void Every_attached_client_sees_all_output_and_stderr_apart()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(container.Shell("echo out; echo err >&2")));
        ShimClient first = container.Connect(), second = container.Connect();
        first.Attach();
        second.Attach(stdin: false);
        first.Start();
        foreach (ShimClient client in new[] { first, second })
        {
            using MemoryStream output = new(), error = new();
            client.FollowToExit(output, error);
            Assert.Equal(("out\n", "err\n"), (Encoding.ASCII.GetString(output.ToArray()), Encoding.ASCII.GetString(error.ToArray())));
        }
    }

    [SkippableFact]
    public void A_client_that_does_not_read_holds_nobody_up_for_ever_and_hears_what_it_lost()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero");
        Assert.Null(container.Create(config with { SlowClientSeconds = 1 }));
        ShimClient idle = container.Connect(), reader = container.Connect();
        idle.Attach();
        reader.Attach(stdin: false);
        reader.Start();
        using MemoryStream all = new(), some = new();
        reader.FollowToExit(all, all);
        Assert.Equal(6_000_000, all.Length);
        Assert.Equal(6_000_000, OutputOf(Unframed(container)));
    }

    [SkippableFact]
    public void A_slow_but_living_reader_loses_nothing()
    {
        using TestContainer container = New();
        Assert.Null(container.Create(container.Shell("head -c 3000000 /dev/zero | tr '\\0' x")));
        ShimClient client = container.Connect();
        client.Attach();
        client.Start();
        long length = 0;
        while (true)
        {
            (FrameHead head, byte[] payload) = client.Read();
            if (head.Kind == FrameKind.Exited)
            {
                break;
            }

            length += payload.Length - 1;
            Thread.Sleep(1); // the reader's slowness is the subject here
        }

        Assert.Equal((3_000_000, 0), (length, client.Lost));
    }

    [SkippableFact]
    public void A_line_of_100_megabytes_rejoins_exactly_and_the_shim_stays_small()
    {
        using TestContainer container = New();
        ShimConfig config = WithInput(container.Shell("yes | tr -d '\\n' | head -c 104857600; read line"));
        Assert.Null(container.Create(config with { Log = config.Log with { MaxBytes = 1L << 40 } }));
        ShimClient client = container.Connect();
        client.Attach();
        client.Start();
        for (long seen = 0; seen < 100L << 20;)
        {
            seen += client.Read().Payload.Length - 1;
        }

        string line = File.ReadLines($"/proc/{container.ShimPid}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        long peak = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
        client.Input("\n"u8);
        client.FollowToExit(Stream.Null, Stream.Null);
        Assert.Equal(100L << 20, OutputOf(Unframed(container)));
        Assert.InRange(peak, 0, 12 * 1024); // kB, the program's own pages included
    }

    [SkippableFact]
    public void Rotation_keeps_order_and_the_newest_files()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done");
        container.Run(config with { Log = new LogPlan { MaxBytes = 4096, MaxFiles = 3 } });
        string[] files = Directory.GetFiles(Path.Combine(container.Folder, ShimFolder.Logs)).OrderBy(file => int.Parse(Path.GetFileName(file))).ToArray();
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 4096));
        int[] numbers = Encoding.ASCII.GetString(Unframed(container)[LogSource.Stdout].ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        Assert.Equal(1999, numbers[^1]);
    }

    [SkippableFact]
    public void A_full_disk_holds_nobody_up_and_the_gap_is_marked()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        using var disk = new SmallDisk(Path.Combine(container.Folder, ShimFolder.Logs), "1m");
        ShimConfig config = WithInput(container.Shell("head -c 3000000 /dev/zero | tr '\\0' x; read line; echo after"));
        Assert.Null(container.Create(config));
        ShimClient client = container.Connect();
        client.Attach();
        client.Start();
        for (long seen = 0; seen < 3_000_000;)
        {
            seen += client.Read().Payload.Length - 1;
        }

        disk.Grow("8m");
        client.Input("go\n"u8);
        using var rest = new MemoryStream();
        ExitRecord exit = client.FollowToExit(rest, rest);
        Assert.Equal("after\n", Encoding.ASCII.GetString(rest.ToArray()));
        Assert.InRange(exit.LogBytesLost, 1_900_000, 3_100_000);
        Dictionary<LogSource, MemoryStream> log = Unframed(container);
        Assert.Equal(exit.LogBytesLost, Encoding.ASCII.GetString(log[LogSource.Fleet].ToArray()).Trim().Split('\n')
            .Where(line => line.StartsWith("lost ", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ')[1])));
        Assert.EndsWith("after\n", Encoding.ASCII.GetString(log[LogSource.Stdout].ToArray()));
    }

    private static long OutputOf(Dictionary<LogSource, MemoryStream> log) =>
        log.Where(stream => stream.Key != LogSource.Fleet).Sum(stream => stream.Value.Length);

    private static Dictionary<LogSource, MemoryStream> Unframed(TestContainer container)
    {
        var streams = new Dictionary<LogSource, MemoryStream>();
        foreach (string file in Directory.GetFiles(Path.Combine(container.Folder, ShimFolder.Logs)).OrderBy(file => int.Parse(Path.GetFileName(file))))
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes(file);
            while (rest.Length > 0)
            {
                int end = rest.IndexOf((byte)'\n');
                Assert.True(LogFormat.TryParse(rest[..end], out LogRecord record));
                if (!streams.TryGetValue(record.Source, out MemoryStream? stream))
                {
                    streams[record.Source] = stream = new MemoryStream();
                }

                stream.Write(record.Bytes);
                if (!record.Partial)
                {
                    stream.WriteByte((byte)'\n');
                }

                rest = rest[(end + 1)..];
            }
        }

        return streams;
    }
}
