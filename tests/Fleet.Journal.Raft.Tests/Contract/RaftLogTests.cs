using Fleet.Control.Journal;
using Fleet.Control.Tests.Journal;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Contract;

/// <summary>What every journal must keep to, and what this one adds.</summary>
public sealed class RaftLogTests : SharedLogContract, IAsyncLifetime
{
    private readonly InProcess _members = new(options: ReplicaOptions.Default with { SnapshotBytes = 100_000 });
    private int _next;

    public Task InitializeAsync()
    {
        _members.StartAll();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _members.DisposeAsync();

    // Each time on the next member: what one has written another must know.
    private protected override Task<IEventLog> OpenAsync() => Task.FromResult(_members.Log(_next++ % 3));

    private protected override async Task ForgetAsync()
    {
        for (int member = 0; member < 3; member++) await _members.StopAsync(member);
        _members.StartAll();
    }

    private protected override long BytesOnDisk => new DirectoryInfo(_members.Folder(0)).EnumerateFiles().Sum(file => file.Length);

    [Fact]
    public async Task An_append_is_whole_or_nothing()
    {
        var log = await OpenAsync();
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        await Assert.ThrowsAsync<InvalidDataException>(() => log.AppendAsync("scheduler", [Event(2), Event(1)], default));
        await Assert.ThrowsAsync<InvalidDataException>(() => log.AppendAsync("scheduler", [Event(3)], default));
        Assert.Equal(1, await log.OpenAsync("scheduler", default));
        Assert.Single(await ReadAsync(log, 1, 9));
    }

    [Fact]
    public async Task A_host_that_lost_its_folder_comes_back_empty_and_catches_up_also_where_only_a_snapshot_has_it_all()
    {
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        for (int sequence = 1; sequence <= 200; sequence++) await log.AppendAsync("scheduler", [Large(sequence, 2000)], default);
        await _members.StopAsync(1);
        Directory.Delete(_members.Folder(1), recursive: true);
        for (int sequence = 201; sequence <= 400; sequence++) await log.AppendAsync("scheduler", [Large(sequence, 2000)], default);
        _members.Start(1);

        Assert.Equal(400, (await ReadAsync(_members.Log(1), 1, 999)).Count);
        // It counts again: without one of the others it makes up the majority.
        await _members.StopAsync(2);
        await log.AppendAsync("scheduler", [Large(401, 2000)], default);
        Assert.Equal(401, (await ReadAsync(_members.Log(1), 1, 999)).Count);
    }

    [Fact]
    public async Task A_majority_of_lost_folders_is_not_taken_for_a_new_cluster()
    {
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        foreach (int member in (int[])[1, 2])
        {
            await _members.StopAsync(member);
            Directory.Delete(_members.Folder(member), recursive: true);
            _members.Start(member);
        }
        var refused = await Assert.ThrowsAsync<NoMajorityException>(() => _members.Log(1, patience: 3).OpenAsync("scheduler", default));
        Assert.Contains("more than half of the control hosts have lost their journals", refused.Message);
        Assert.Contains($"{_members.Addresses[0]}", refused.Message);
    }

    [Fact]
    public async Task Without_a_majority_the_missing_are_named_and_with_them_it_goes_on()
    {
        var log = _members.Log(0, patience: 2);
        await _members.Log(0).OpenAsync("warm", default);
        foreach (int member in (int[])[1, 2]) await _members.StopAsync(member);
        var refused = await Assert.ThrowsAsync<NoMajorityException>(() => log.OpenAsync("scheduler", default));
        Assert.Contains($"{_members.Addresses[1]} is out of reach", refused.Message);
        Assert.Contains($"{_members.Addresses[2]} is out of reach", refused.Message);
        Assert.Contains("1 of 3 control hosts see each other, and 2 must", refused.Message);
        _members.Start(1);
        await _members.Log(0).OpenAsync("scheduler", default);
    }
}
