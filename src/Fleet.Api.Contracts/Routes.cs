namespace Fleet.Api.Contracts;

/// <summary>Paths of the agent's API. Names that users choose are escaped.</summary>
public static class Routes
{
    /// <summary>How a ticket is shown over TCP: <c>Authorization: Bearer TICKET</c> (RFC 6750).</summary>
    public const string TicketScheme = "Bearer";

    public const string Version = "/v1/version";

    /// <summary>Where Prometheus looks by itself.</summary>
    public const string Metrics = "/metrics";

    public const string Containers = "/v1/containers";
    public const string Stats = "/v1/stats";
    public const string Images = "/v1/images";
    public const string ImageImport = "/v1/images/import";
    public const string ImagePull = "/v1/images/pull";
    public const string Volumes = "/v1/volumes";
    public const string Jobs = "/v1/jobs";
    public const string Nodes = "/v1/nodes";
    public const string Events = "/v1/events";

    /// <summary>What other nodes and clients may ask for over TCP.</summary>
    public const string Blobs = "/v1/blobs";
    public const string Allocations = "/v1/allocations";
    public const string Relay = "/v1/relay";

    public static string Container(string name) => $"{Containers}/{Escape(name)}";

    public static string Container(string name, string action) => $"{Containers}/{Escape(name)}/{action}";

    /// <summary>Removal of an image; its name has slashes, so it stands in the query.</summary>
    public static string Image(string name) => $"{Images}?name={Escape(name)}";

    public static string Volume(string name) => $"{Volumes}/{Escape(name)}";

    public static string Job(string name) => $"{Jobs}/{Escape(name)}";

    public static string Job(string name, string action) => $"{Jobs}/{Escape(name)}/{action}";

    public static string Node(string name) => $"{Nodes}/{Escape(name)}";

    public static string NodeLabels(string name) => $"{Nodes}/{Escape(name)}/labels";

    public static string Blob(string digest) => $"{Blobs}/{Escape(digest)}";

    public static string AllocationLogs(string id) => $"{Allocations}/{Escape(id)}/logs";

    public static string AllocationStats(string id) => $"{Allocations}/{Escape(id)}/stats";

    public static string AllocationExec(string id) => $"{Allocations}/{Escape(id)}/exec";

    /// <summary><paramref name="path"/> as <paramref name="node"/> would be asked for it, by way of a control host.</summary>
    public static string Relayed(string node, string path) => $"{Relay}/{Escape(node)}{path}";

    /// <summary>Adds <c>key=value</c> pairs, leaving out those whose value is null.</summary>
    public static string WithQuery(string path, params ReadOnlySpan<(string Key, string? Value)> query)
    {
        char separator = path.Contains('?') ? '&' : '?';
        foreach (var (key, value) in query)
        {
            if (value is not null)
            {
                path += $"{separator}{key}={Escape(value)}";
                separator = '&';
            }
        }

        return path;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
