using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft;

/// <summary>
/// The journal without a database: each of three or five control hosts keeps a copy in its own state folder, and what a majority has on
/// disk is written.
/// </summary>
public sealed class RaftBackend : IJournalBackend
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly MemberList _members;
    private readonly string _folder;
    private readonly string _bindTo;

    /// <param name="members">Where the control hosts' journals meet, the same list on each.</param>
    /// <param name="self">This host's, one of them.</param>
    /// <param name="bindTo">The IP address to listen on, where it differs from what others dial; empty: the same.</param>
    /// <param name="stateFolder">The agent's; the journal keeps to <c>control/raft</c> in it.</param>
    /// <exception cref="ControlException">Not 3 or 5 members, or this host is none of them.</exception>
    public RaftBackend(IEnumerable<HostPort> members, HostPort self, string bindTo, string stateFolder)
    {
        _members = new MemberList(members, self);
        _bindTo = bindTo.Length > 0 ? bindTo : self.Host;
        _folder = Path.Combine(stateFolder, "control", "raft");
    }

    public string Description => $"raft journal {_folder}, shared with {string.Join(", ", _members.Others.Select(member => _members.Addresses[member]))}";

    public bool IsShared => true;

    /// <summary>Returns when this host's copy is read and it listens, whether or not the others are there.</summary>
    public Task<IEventLog> OpenAsync(CancellationToken cancel) => Task.Run<IEventLog>(Open, cancel);

    // A cluster that grows from one control host to three would begin empty, and its jobs would be nobody's.
    private void RefuseToForget()
    {
        string single = Path.Combine(Path.GetDirectoryName(_folder)!, "journal.db");
        if (!File.Exists(single) || Directory.Exists(_folder)) return;
        throw new ControlException($"this host has kept the journal alone so far, in {single}, and the raft journal would begin without what is in it. "
            + "Name one control host in cluster.seeds as before; or, to begin with an empty cluster, move that file away.");
    }

    private RaftEventLog Open()
    {
        RefuseToForget();
        try
        {
            return new RaftEventLog(new Replica(_members, _bindTo, _folder, new FileDisk(_folder), ReplicaOptions.Default), Patience);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlException($"{Description} cannot be used: {DiskTrouble.InWords(error)}", error);
        }
    }
}
