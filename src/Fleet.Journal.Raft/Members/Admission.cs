using System.Collections.Immutable;

namespace Fleet.Journal.Raft.Members;

/// <summary>What a member says of itself to one that is not let in yet.</summary>
internal sealed record Standing(Guid Folder, bool IsMember, ImmutableArray<Guid> FoundedWith, int Leader);

internal abstract record AdmissionStep
{
    /// <summary>Not enough is known yet; in words.</summary>
    public sealed record Wait(string Why) : AdmissionStep;

    /// <summary>All folders are new, or were when the cluster began and this one has not taken part since: nothing can have been forgotten.</summary>
    public sealed record Found(ImmutableArray<Guid> With) : AdmissionStep;

    /// <summary>
    /// The cluster lives, and this folder is not the one that it knew. Its leader is to commit something now, which takes a majority
    /// without this member; so all that this member may have vouched for is on others, and its vote in that leader's term or an earlier
    /// one matters no more. It begins with an empty log in that term.
    /// </summary>
    public sealed record AskLeader(int Leader) : AdmissionStep;
}

/// <summary>How a new folder is let in. Pure.</summary>
internal static class Admission
{
    /// <param name="heard">By member; only what was said lately.</param>
    public static AdmissionStep Decide(Guid own, MemberList members, IReadOnlyDictionary<int, Standing> heard)
    {
        if (heard.Values.FirstOrDefault(other => other.IsMember && other.FoundedWith.Contains(own)) is { } founder)
            return new AdmissionStep.Found(founder.FoundedWith);
        if (heard.Values.FirstOrDefault(other => other.IsMember && other.Leader >= 0) is { } member && member.Leader != members.Self)
            return new AdmissionStep.AskLeader(member.Leader);
        var missing = members.Others.Where(member => !heard.ContainsKey(member)).Select(member => members.Addresses[member]).ToList();
        var old = heard.Where(entry => entry.Value.IsMember).Select(entry => members.Addresses[entry.Key]).ToList();
        if (old.Count == 0 && missing.Count == 0)
            return new AdmissionStep.Found([own, .. heard.OrderBy(entry => entry.Key).Select(entry => entry.Value.Folder)]);
        return new AdmissionStep.Wait(old.Count == 0
            ? $"its folder is new, and a cluster begins when all of its control hosts have met once: {string.Join(" and ", missing)} cannot be reached"
            : missing.Count > 0 || old.Count > members.Count / 2
                ? $"its folder is new, and the others have no leader to let it in{(missing.Count > 0 ? $": {string.Join(" and ", missing)} cannot be reached" : " yet")}"
                : $"more than half of the control hosts have lost their journals; only {string.Join(" and ", old)} still have one. Stop them all, copy "
                + $"that folder to one more host, and start them again");
    }
}
