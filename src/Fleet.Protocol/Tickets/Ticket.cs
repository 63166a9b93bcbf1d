using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.Protocol.Tickets;

/// <summary>
/// The right to one thing at one node for some minutes. The control host makes it with the key that the node reported at
/// the start of its session; the node checks it by itself. Written <c>PURPOSE~SUBJECT~EXPIRY~MAC</c>, URL-safe.
/// </summary>
/// <param name="Purpose">One of <see cref="TicketPurpose"/>.</param>
/// <param name="Subject">An allocation's id, an image's digest, or a node's name; without '~'.</param>
/// <param name="Expires">To the second.</param>
public sealed record Ticket(string Purpose, string Subject, DateTimeOffset Expires)
{
    /// <summary>For control hosts: long enough to dial, too short to be worth keeping.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How far the clocks of control host and node may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>A key for a node's session: 32 random bytes.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(32);

    /// <summary>The token; good at the node whose key this is.</summary>
    public string Sign(ReadOnlySpan<byte> key)
    {
        if (key.Length < 16) throw new ArgumentException("a ticket key has at least 16 bytes", nameof(key));
        if (Purpose.Contains('~') || Subject.Contains('~')) throw new ArgumentException("'~' separates the fields of a ticket");

        string claims = $"{Purpose}~{Subject}~{Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        return $"{claims}~{Mac(key, claims)}";
    }

    /// <summary>
    /// The ticket, when it was made with this key and is for this purpose and subject; otherwise null and why, in words fit
    /// for the bearer.
    /// </summary>
    public static Ticket? Verify(ReadOnlySpan<byte> key, string token, string purpose, string subject, DateTimeOffset now, out string why)
    {
        string[] fields = token.Split('~');
        why = "the ticket is not from the control host of this node's present session: ask for a new one";
        if (key.Length < 16 || fields.Length != 4) return null;
        if (!Same(fields[3], Mac(key, string.Join('~', fields, 0, 3)))) return null;
        if (!long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)) return null;

        var ticket = new Ticket(fields[0], fields[1], DateTimeOffset.FromUnixTimeSeconds(seconds));
        if (ticket.Purpose != purpose || ticket.Subject != subject)
        {
            why = $"the ticket is for {ticket.Purpose} of {ticket.Subject}, not for {purpose} of {subject}";
            return null;
        }
        if (now > ticket.Expires + Skew)
        {
            why = $"the ticket expired at {ticket.Expires:u} (this node's clock says {now:u}): ask for a new one";
            return null;
        }
        why = "";
        return ticket;
    }

    private static string Mac(ReadOnlySpan<byte> key, string claims) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(claims)));

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
