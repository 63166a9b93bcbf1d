using System.Net;
using System.Net.Sockets;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Transport;

/// <summary>
/// The first words on a connection: who calls whom, and of which cluster. A caller is let in only if it is a member, of the same list,
/// and comes from that member's address.
/// </summary>
internal static class Hello
{
    private const int Magic = 0x4a524c46;       // "FLRJ"
    private const byte Version = 1;
    private const int Bytes = 4 + 1 + 4 + 4 + 32;
    private const int MaxAnswer = 4096;

    /// <exception cref="IOException">The other end refuses, and says why; or it is none of ours.</exception>
    public static async Task SayAsync(Stream to, MemberList members, int peer, CancellationToken cancel)
    {
        await to.WriteAsync(new ByteWriter().Int(Magic).Byte(Version).Int(members.Self).Int(peer).Raw(members.Digest).Written, cancel).ConfigureAwait(false);
        string refusal = new ByteReader(await ReadSizedAsync(to, MaxAnswer, cancel).ConfigureAwait(false)).Text();
        if (refusal.Length > 0) throw new IOException(refusal);
    }

    /// <returns>The caller's number.</returns>
    /// <exception cref="IOException">It is refused, and was told why where it speaks our language.</exception>
    public static async Task<int> HearAsync(Stream from, MemberList members, IPAddress caller, CancellationToken cancel)
    {
        byte[] said = new byte[Bytes];
        await from.ReadExactlyAsync(said, cancel).ConfigureAwait(false);
        var reader = new ByteReader(said);
        if (reader.Int() != Magic) throw new IOException("it does not speak the journal's protocol");
        var (version, self, peer) = (reader.Byte(), reader.Int(), reader.Int());
        string refusal = version != Version ? $"versions differ: {version} calls, {Version} answers. Run the same version of Fleet on all control hosts"
            : !said.AsSpan(Bytes - 32).SequenceEqual(members.Digest) ? $"its list of control hosts is another one than here ({members.Text}): make them alike"
            : peer != members.Self ? $"it means another member than {members.Addresses[members.Self]}"
            : self < 0 || self >= members.Count || self == members.Self ? "it is no other member"
            : await IsAtAsync(members.Addresses[self].Host, caller, cancel).ConfigureAwait(false) ? ""
            : $"it calls itself {members.Addresses[self]}, and comes from {caller}";
        await from.WriteAsync(Sized(new ByteWriter().Text(refusal).Written.Span), cancel).ConfigureAwait(false);
        return refusal.Length == 0 ? self : throw new IOException(refusal);
    }

    public static byte[] Sized(ReadOnlySpan<byte> body) => new ByteWriter(body.Length + 4).Bytes(body).Written.ToArray();

    /// <exception cref="IOException">The connection ended, or what comes is too large for anything of ours.</exception>
    public static async Task<byte[]> ReadSizedAsync(Stream from, int max, CancellationToken cancel)
    {
        byte[] head = new byte[4];
        await from.ReadExactlyAsync(head, cancel).ConfigureAwait(false);
        int length = BitConverter.ToInt32(head);
        if (length < 0 || length > max) throw new IOException($"a message of {length} bytes");
        byte[] body = new byte[length];
        await from.ReadExactlyAsync(body, cancel).ConfigureAwait(false);
        return body;
    }

    private static async Task<bool> IsAtAsync(string host, IPAddress caller, CancellationToken cancel)
    {
        try
        {
            var known = await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false);
            return known.Any(address => address.MapToIPv6().Equals(caller.MapToIPv6()));
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
