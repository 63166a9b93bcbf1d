using System.Security.Cryptography;
using System.Text;
using Fleet.Control.Hosting;

namespace Fleet.Journal.Raft.Members;

/// <summary>The members of the log and which of them this is: the same list everywhere, in whatever order it was written.</summary>
internal sealed class MemberList
{
    /// <exception cref="ControlException">No list for this log.</exception>
    public MemberList(IEnumerable<HostPort> members, HostPort self)
    {
        Addresses = [.. members.Distinct().OrderBy(member => member.ToString(), StringComparer.Ordinal)];
        Self = Array.IndexOf(Addresses, self);
        Digest = SHA256.HashData(Encoding.UTF8.GetBytes(Text));
        Require(Addresses.Length is 3 or 5,
            $"the raft journal is kept by 3 or 5 control hosts, and {Addresses.Length} are named ({Text}): with two, the loss of either stops both; "
            + "one alone uses sqlite.");
        Require(Self >= 0, $"the raft journal's members are {Text}, and this host's own address for it, {self}, is not among them.");
        foreach (var member in Addresses) Require(member.Port is >= 1 and <= 65535, $"'{member}' is no address for the raft journal: its port must be 1 to 65535.");
    }

    public HostPort[] Addresses { get; }

    public int Self { get; }

    public byte[] Digest { get; }

    public int Count => Addresses.Length;

    public string Text => string.Join(", ", Addresses);

    public IEnumerable<int> Others => Enumerable.Range(0, Count).Where(member => member != Self);

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ControlException(message);
    }
}
