using System.Net.Sockets;
using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Contract;

/// <summary>Who may take part.</summary>
public sealed class MembershipTests
{
    private static readonly HostPort Own = new("10.0.0.1", 4056);

    [Theory, InlineData(1), InlineData(2), InlineData(4), InlineData(6)]
    public void Other_numbers_than_three_and_five_are_refused_with_the_reason(int count)
    {
        var refused = Assert.Throws<ControlException>(() => new RaftBackend(Hosts(count), Own, "", "/nowhere"));
        Assert.Contains($"3 or 5 control hosts, and {count} are named", refused.Message);
    }

    [Fact]
    public void A_host_that_is_no_member_and_a_port_that_is_none_are_refused()
    {
        Assert.Contains("is not among them", Assert.Throws<ControlException>(() => new RaftBackend(Hosts(3), new HostPort("10.0.0.9", 4056), "", "/nowhere")).Message);
        Assert.Contains("1 to 65535", Assert.Throws<ControlException>(() => new RaftBackend([Own, new("10.0.0.2", 0), new("10.0.0.3", 4056)], Own, "", "/nowhere")).Message);
    }

    [Fact]
    public void The_order_of_the_list_does_not_matter_and_its_content_does()
    {
        var (list, turned, other) = (new MemberList(Hosts(3), Own), new MemberList(Hosts(3).Reverse(), Own), new MemberList([Own, new("10.0.0.2", 4056), new("10.0.0.4", 4056)], Own));
        Assert.Equal(list.Digest, turned.Digest);
        Assert.NotEqual(list.Digest, other.Digest);
    }

    [Fact]
    public async Task A_stranger_is_not_heard_and_the_journal_goes_on()
    {
        await using var members = new InProcess().StartAll();
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(members.Addresses[0].Host, members.Addresses[0].Port);
        await stranger.GetStream().WriteAsync(new byte[4096]);
        byte[] answer = new byte[1];
        int heard;
        try
        {
            heard = await stranger.GetStream().ReadAsync(answer);
        }
        catch (IOException)
        {
            heard = 0;      // closed with what it had said unread
        }
        Assert.Equal(0, heard);
        await members.Log(0).OpenAsync("scheduler", default);
    }

    [Fact]
    public async Task A_folder_of_other_members_is_refused_by_name()
    {
        await using var members = new InProcess().StartAll();
        await members.Log(0).OpenAsync("scheduler", default);
        await members.StopAsync(0);
        await using var others = new InProcess();
        var refused = Assert.Throws<ControlException>(() => new Replication.Replica(new MemberList(others.Addresses, others.Addresses[0]), "127.0.0.1",
            members.Folder(0), new Storage.FileDisk(members.Folder(0)), Replication.ReplicaOptions.Default));
        Assert.Contains("it belongs to the control hosts", refused.Message);
        Assert.Contains(members.Folder(0), refused.Message);
    }

    private static IEnumerable<HostPort> Hosts(int count) => Enumerable.Range(1, count).Select(number => new HostPort($"10.0.0.{number}", 4056));
}
