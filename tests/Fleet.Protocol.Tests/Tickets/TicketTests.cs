using Fleet.Protocol.Tickets;

namespace Fleet.Protocol.Tests.Tickets;

public class TicketTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly Ticket Logs = new(TicketPurpose.Logs, "00000000000000ab", Now + Ticket.Lifetime);

    [Fact]
    public void A_ticket_is_good_for_its_purpose_and_subject_until_it_expires()
    {
        Assert.Equal(Logs, Verify(Logs.Sign(Key)));
        Assert.Null(Verify(Logs.Sign(Key), purpose: TicketPurpose.Exec));
        Assert.Null(Verify(Logs.Sign(Key), subject: "00000000000000ac"));
        Assert.NotNull(Verify(Logs.Sign(Key), now: Logs.Expires + Ticket.Skew));
        Assert.Null(Verify(Logs.Sign(Key), now: Logs.Expires + Ticket.Skew + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_ticket_of_another_key_or_with_changed_claims_is_refused()
    {
        string token = Logs.Sign(Key);
        Assert.Null(Ticket.Verify(Ticket.NewKey(), token, Logs.Purpose, Logs.Subject, Now, out _));
        Assert.Null(Verify(token.Replace("logs~", "exec~"), purpose: TicketPurpose.Exec));
        Assert.Null(Verify(token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        foreach (string junk in new[] { "", "~~~", "a~b~c~d", "logs" }) Assert.Null(Verify(junk));
    }

    [Fact]
    public void A_short_key_signs_nothing()
    {
        Assert.Throws<ArgumentException>(() => Logs.Sign(new byte[8]));
        Assert.Null(Ticket.Verify([], "logs~x~1~", "logs", "x", Now, out _));
    }

    [Fact]
    public void A_token_is_written_as_it_always_was() => Assert.Equal(
        "logs~00000000000000ab~1767225900~82EqQPPzjEIW5iczUeJUMIuITAJnk2-ifoOxnqfdER4", Logs.Sign(Key));

    private static Ticket? Verify(string token, string purpose = TicketPurpose.Logs, string subject = "00000000000000ab", DateTimeOffset? now = null) =>
        Ticket.Verify(Key, token, purpose, subject, now ?? Now, out _);
}
