using System.Text;
using System.Text.Json;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Tests;

/// <summary>The binary forms: what is written is read again, and nothing else is taken for it.</summary>
public class ProtocolTests
{
    // Every member has a value of its own, so that two that change places are seen.
    private static readonly ShimConfig Full = new()
    {
        Id = "id",
        RunId = "run",
        Hostname = "host",
        Domainname = "domain",
        Init = true,
        ReadOnlyRoot = true,
        MaskedPaths = ["/m"],
        ReadOnlyPaths = ["/r", "/ü"],
        Process = new ProcessPlan
        {
            Args = ["a", "", "ü"],
            Env = ["A=1"],
            WorkingDirectory = "/w",
            User = "u:g",
            AdditionalGroups = [5, 6],
            Umask = 63,
            Terminal = true,
            Rows = 7,
            Columns = 8,
            OpenStdin = true,
            StdinOnce = false,
            Capabilities = new CapabilityPlan(1, 2, 3, 4, 5),
            UnprivilegedCapabilities = new CapabilityPlan(6, 7, 8, 9, 10),
            NoNewPrivileges = true,
            Rlimits = [new RlimitPlan(7, 11, ulong.MaxValue)],
            OomScoreAdjust = -12,
        },
        Mounts =
        [
            new MountPlan("overlay", "s", "/")
            {
                Flags = 13, Data = "d", WorkingFolder = "f", RecursiveFlags = true, Propagation = 14, IdMapped = false, CreateTarget = true,
            },
            new MountPlan("bind", "s2", "/t") { CreateTarget = false },
        ],
        Devices = [new DevicePlan("/dev/x", 'b', 15, 16, 17, 18, 19) { HostPath = "/dev/y" }],
        Namespaces = [new NamespacePlan(NamespaceKind.User), new NamespacePlan(NamespaceKind.Network, "/n")],
        UidMappings = [new IdMapping(20, 21, 22)],
        GidMappings = [new IdMapping(23, 24, 25), new IdMapping(26, 27, 28)],
        Sysctls = [new("net.a", "29")],
        Cgroup = new CgroupPlan { Unified = true, Folders = ["/c"], ShimFolders = ["/s"], OomCounter = "/o", Views = [new CgroupView("n", "o", ["l"])] },
        Seccomp = [30, 31],
        Log = new LogPlan { Enabled = false, MaxBytes = 32, MaxFiles = 33 },
        Deadman = new DeadmanPlan(34, 35, 36),
        SlowClientSeconds = 37,
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    [Fact]
    public void A_config_is_read_as_it_was_written() => Assert.Equal(Json(Full), Json(ShimConfigFormat.Read(ShimConfigFormat.Write(Full))));

    [Fact]
    public void A_config_that_is_cut_off_anywhere_is_refused()
    {
        byte[] bytes = ShimConfigFormat.Write(Full);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<WireException>(() => ShimConfigFormat.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_forged_length_allocates_nothing_and_is_refused()
    {
        byte[] bytes = ShimConfigFormat.Write(Full);
        for (int at = 6; at < bytes.Length - 4; at++)
        {
            byte[] forged = [.. bytes];
            forged.AsSpan(at, 4).Fill(0x7f);
            Exception? refused = Record.Exception(() => ShimConfigFormat.Read(forged));
            Assert.True(refused is null or WireException, $"at {at}: {refused}");
        }
    }

    [Fact]
    public void State_and_exit_record_are_read_as_they_were_written()
    {
        var state = new ShimState
        {
            RunId = "r", Phase = ShimPhase.Running, BootId = "b", ShimPid = 1, ShimStartTime = 2, Pid = 3, PidStartTime = 4, CreatedAt = 5, StartedAt = 6, Uid = 7, Gid = 8,
        };
        var exit = new ExitRecord
        {
            RunId = "r", Reason = ExitReason.AgentSilent, Code = 1, Signal = 2, OomKilled = true, OomKills = 3, StartedAt = 4, FinishedAt = 5, Error = "e", LogBytesLost = 6,
        };
        Assert.Equal(state, ShimState.FromBytes(state.ToBytes()));
        Assert.Equal(exit, ExitRecord.FromBytes(exit.ToBytes()));
        Assert.Throws<WireException>(() => ShimState.FromBytes(exit.ToBytes()));
        Assert.Throws<WireException>(() => ExitRecord.FromBytes([]));
    }

    [Fact]
    public void The_bytes_of_version_1_stay_what_they_are()
    {
        // An agent of tomorrow meets shims of today: whoever changes this raises the version and keeps reading the old one.
        var exit = new ExitRecord { RunId = "r", Reason = ExitReason.Ended, Code = 7, FinishedAt = 1 };
        Assert.Equal("464C4658" + "0100" + "0100000072" + "01" + "07000000" + "00000000" + "00" + "0000000000000000" + "0000000000000000" + "0100000000000000"
            + "00000000" + "0000000000000000", Convert.ToHexString(exit.ToBytes()));
        Assert.Equal("05000000" + "0B00" + "0900" + "0F00000000", Convert.ToHexString(Frame.Of(FrameKind.Signal, 9, [15, 0, 0, 0, 0])));
        Assert.Equal("05000000" + "0100" + "0100" + "0100010001", Convert.ToHexString(Frame.Of(FrameKind.Hello, 1, HelloMessage.ByAgent.Write)));
    }

    [Fact]
    public void A_frame_longer_than_any_may_be_is_refused()
    {
        byte[] head = new byte[FrameHead.Size];
        head[3] = 0x7f;
        Assert.Throws<WireException>(() => FrameHead.Read(head));
        head[3] = 0xff;
        Assert.Throws<WireException>(() => FrameHead.Read(head));
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(1_764_037_861_123_456_789, "2025-11-25T02:31:01.123456789Z")]
    [InlineData(4_102_444_799_999_999_999, "2099-12-31T23:59:59.999999999Z")]
    public void Times_of_the_log_are_written_and_read(long nanoseconds, string text)
    {
        byte[] written = new byte[LogFormat.TimeLength];
        LogFormat.WriteTime(written, nanoseconds);
        Assert.Equal(text, Encoding.ASCII.GetString(written));
        Assert.True(LogFormat.TryParse(Encoding.ASCII.GetBytes($"{text} stderr P x y"), out LogRecord record));
        Assert.Equal((nanoseconds, LogSource.Stderr, true, "x y"), (record.Time, record.Source, record.Partial, Encoding.ASCII.GetString(record.Bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-11-25T02:31:01.123456789Z")]
    [InlineData("2025-11-25T02:31:01.123456789Z stdout")]
    [InlineData("2025-11-25T02:31:01.123456789Z stdin F x")]
    [InlineData("2025-11-25T02:31:01.123456789Z stdout X x")]
    [InlineData("2025-13-25T02:31:01.123456789Z stdout F x")]
    [InlineData("2025-11-31T02:31:01.123456789Z stdout F x")]
    public void What_is_no_record_is_not_taken_for_one(string line) => Assert.False(LogFormat.TryParse(Encoding.ASCII.GetBytes(line), out _));
}
