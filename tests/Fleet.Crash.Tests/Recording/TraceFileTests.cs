using System.Text;
using Fleet.Crash.Tests.Disk;

namespace Fleet.Crash.Tests.Recording;

public class TraceFileTests
{
    [Fact]
    public void Calls_of_several_threads_are_put_together_in_the_order_of_their_ends()
    {
        string[] trace =
        [
            """11 1700000000.000001 pwrite64(7</r/a b>, "x\n\0y\"\3763", 7, 0 <unfinished ...>""",
            """12 1700000000.000002 fsync(8</r/c>)     = 0 <0.000100>""",
            """11 1700000000.000003 <... pwrite64 resumed>) = 7 <0.000009>""",
            """13 1700000000.000004 renameat2(AT_FDCWD</r>, "c.new", 5</r/d>, "c", RENAME_NOREPLACE) = 0 <0.000001>""",
            """13 1700000000.000005 mkdir("/r/e", 0700) = -1 EEXIST (File exists) <0.000001>""",
            """12 1700000000.000006 +++ exited with 0 +++""",
        ];
        var calls = DiskCalls.Of(TraceFile.Read(trace), "/r").Select(entry => entry.Call).ToList();
        Assert.Collection(calls,
            call => Assert.Equal(new SyncBegan("/r/c", 1), call),
            call => Assert.Equal(new SyncEnded(1), call),
            call =>
            {
                var written = Assert.IsType<Written>(call);
                Assert.Equal(("/r/a b", 0L), (written.Path, written.At));
                Assert.Equal([.. "x\n\0y\""u8, 0xfe, (byte)'3'], written.Data);
            },
            call => Assert.Equal(new Renamed("/r/c.new", "/r/d/c", false), call));
    }

    [Fact]
    public void Vectors_are_joined_and_a_short_write_counts_as_far_as_it_got()
    {
        string[] trace =
        [
            """1 1.5 pwritev(3</r/a>, [{iov_base="ab", iov_len=2}, {iov_base="c,}d", iov_len=4}], 2, 10) = 6 <0.000001>""",
            """1 1.6 write(3</r/a>, "abcdef", 6) = 4 <0.000001>""",
            """1 1.7 write(9<socket:[12]>, "abcdef", 6) = 6 <0.000001>""",
            """1 1.8 openat2(5</r>, "f", {flags=O_WRONLY|O_CREAT|O_CLOEXEC, mode=0600, resolve=RESOLVE_BENEATH}, 24) = 6</r/f> <0.000001>""",
        ];
        var calls = DiskCalls.Of(TraceFile.Read(trace), "/r").Select(entry => entry.Call).ToList();
        Assert.Equal(3, calls.Count);
        Assert.Equal("abc,}d", Encoding.UTF8.GetString(Assert.IsType<Written>(calls[0]).Data));
        Assert.Equal("abcd", Encoding.UTF8.GetString(Assert.IsType<Written>(calls[1]).Data));
        Assert.Equal(new Opened("/r/f", true, false, false), calls[2]);
    }
}
