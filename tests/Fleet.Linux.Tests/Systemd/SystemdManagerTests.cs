using System.Text;
using Fleet.Linux.Systemd;

namespace Fleet.Linux.Tests.Systemd;

public sealed class SystemdManagerTests
{
    private const string Job = "/org/freedesktop/systemd1/job/4711", Unit = "fleet-containers.scope";

    private static IEnumerable<byte[]> Started(byte[] call, string result = "done", bool signalFirst = false)
    {
        byte[] answer = FakeSystemd.Return(call, body => body.Text(Job)), other = FakeSystemd.JobRemoved("/org/freedesktop/systemd1/job/1", "failed");
        byte[] removed = FakeSystemd.JobRemoved(Job, result);
        return signalFirst ? [other, removed, answer] : [answer, other, removed];
    }

    private static SystemdManager At(FakeSystemd systemd) => new(SystemdBus.Open(systemd.Address));

    [Theory, InlineData(true), InlineData(false)]
    public void A_scope_has_started_when_its_own_job_is_done(bool signalFirst)
    {
        using var systemd = new FakeSystemd(call => Started(call, signalFirst: signalFirst));
        using var manager = At(systemd);
        Assert.True(manager.TryStartScope(Unit, "fleet.slice", 1234));
    }

    [Fact]
    public void A_job_that_failed_is_said_with_its_result()
    {
        using var systemd = new FakeSystemd(call => Started(call, "failed"));
        using var manager = At(systemd);
        Assert.Equal(
            "systemd did not start fleet-containers.scope: its job ended as 'failed' (see journalctl -u fleet-containers.scope)",
            Assert.Throws<IOException>(() => manager.TryStartScope(Unit, "fleet.slice", 1)).Message);
    }

    [Fact]
    public void A_scope_of_that_name_is_told_from_a_refusal()
    {
        using var systemd = new FakeSystemd(call => [FakeSystemd.Error(call, SystemdManager.UnitExists, "Unit was already loaded")]);
        using var manager = At(systemd);
        Assert.False(manager.TryStartScope(Unit, "fleet.slice", 1));
    }

    [Fact]
    public void A_refusal_is_said_in_systemds_words()
    {
        using var systemd = new FakeSystemd(call => [FakeSystemd.Error(call, "org.freedesktop.DBus.Error.InvalidArgs", "Unit is not active, refusing.")]);
        using var manager = At(systemd);
        var refused = Assert.Throws<SystemdException>(() => manager.Attach(Unit, "/keeper", 1));
        Assert.Equal("systemd refused AttachProcessesToUnit: Unit is not active, refusing. (org.freedesktop.DBus.Error.InvalidArgs)", refused.Message);
    }

    [Fact]
    public void The_call_is_as_the_specification_has_it()
    {
        using var systemd = new FakeSystemd(call => [FakeSystemd.Return(call, _ => { })]);
        using (var manager = At(systemd)) manager.Attach("a.scope", "/k", 258);
        byte[] call = Assert.Single(systemd.Calls);
        string expected =
            "6C010001" + "1C000000" + "01000000" + "82000000"       // little-endian, call, version 1; 28 bytes of body, serial 1, 130 of fields
            + "01016F00" + "19000000" + Hex("/org/freedesktop/systemd1\0") + "000000000000"
            + "02017300" + "20000000" + Hex("org.freedesktop.systemd1.Manager\0") + "00000000000000"
            + "03017300" + "15000000" + Hex("AttachProcessesToUnit\0") + "0000"
            + "08016700" + "04" + Hex("ssau\0");
        string head = Convert.ToHexString(call)[..expected.Length];
        Assert.Equal(expected, head);
        Assert.EndsWith(
            "07000000" + Hex("a.scope\0") + "02000000" + Hex("/k\0") + "00" + "04000000" + "02010000", Convert.ToHexString(call), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scope_is_delegated_and_bounds_no_tasks()
    {
        using var systemd = new FakeSystemd(call => Started(call));
        using (var manager = At(systemd)) manager.TryStartScope(Unit, "fleet.slice", 1234);
        string call = Encoding.Latin1.GetString(systemd.Calls[0]);
        Assert.Matches("Slice\0\u0001s\0+\u000b\0\0\0fleet.slice\0", call);
        Assert.Matches("Delegate\0\u0001b\0+\u0001\0\0\0", call);
        Assert.Matches("PIDs\0\u0002au\0+\u0004\0\0\0\u00d2\u0004\0\0", call);
        Assert.Matches("TasksMax\0\u0001t\0+\u00ff{8}", call);
    }

    [Fact]
    public void Who_is_not_let_in_hears_it()
    {
        using var systemd = new FakeSystemd(_ => [], "REJECTED EXTERNAL");
        Assert.Equal("systemd does not let us in: REJECTED EXTERNAL", Assert.Throws<IOException>(() => SystemdBus.Open(systemd.Address)).Message);
    }

    [Fact]
    public void Nobody_there_is_an_error_with_the_address()
    {
        Assert.StartsWith("cannot talk to systemd at /nowhere/private: ", Assert.Throws<IOException>(() => SystemdBus.Open("/nowhere/private")).Message);
    }

    [Theory, InlineData(1), InlineData(20), InlineData(40)]
    public void An_answer_that_ends_too_early_is_an_error_and_no_hang(int bytes)
    {
        using var cut = new FakeSystemd(call => Cut(call, bytes));
        using var manager = At(cut);
        Assert.ThrowsAny<IOException>(() => manager.Attach(Unit, "/k", 1));
    }

    // A message whose header claims more than its body holds.
    private static IEnumerable<byte[]> Cut(byte[] call, int bytes)
    {
        byte[] answer = FakeSystemd.Error(call, "some.Error", new string('x', 64));
        answer[4] = (byte)bytes;
        return [answer[..(answer.Length - 69 + bytes)]];
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
