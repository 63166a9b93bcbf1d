using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Fleet.Model;

/// <summary>What a container's /etc/resolv.conf says (resolv.conf(5)); an empty list leaves the node's.</summary>
public sealed record DnsSettings
{
    /// <summary>Addresses.</summary>
    public ImmutableArray<string> Servers { get; init; } = [];

    /// <summary>Domains to search; "." alone: none.</summary>
    public ImmutableArray<string> Search { get; init; } = [];

    public ImmutableArray<string> Options { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Servers.IsDefaultOrEmpty && Search.IsDefaultOrEmpty && Options.IsDefaultOrEmpty;
}
