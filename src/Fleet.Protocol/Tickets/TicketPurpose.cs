namespace Fleet.Protocol.Tickets;

/// <summary>What a ticket lets its bearer do at a node's HTTP server.</summary>
public static class TicketPurpose
{
    public const string Logs = "logs";
    public const string Exec = "exec";
    public const string Attach = "attach";
    public const string Stats = "stats";

    /// <summary>Read the manifests and layers of images; the subject is the image's digest.</summary>
    public const string Image = "image";
}
