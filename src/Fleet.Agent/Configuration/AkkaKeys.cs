using Akka.Cluster;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Remote;
using Fleet.Model.Notation;

namespace Fleet.Agent.Configuration;

/// <summary>The settings that Akka itself documents in the reference files of its assemblies: others under <c>akka</c> are typing errors.</summary>
internal static class AkkaKeys
{
    // Below these the names are the user's own.
    private static readonly string[] Free =
    [
        "akka.actor.deployment", "akka.actor.serializers", "akka.actor.serialization-bindings", "akka.actor.serialization-identifiers",
        "akka.actor.serialization-settings", "akka.actor.typed", "akka.persistence.journal", "akka.persistence.snapshot-store",
    ];

    private static readonly Lazy<Config> Known = new(() => ConfigurationFactory.Default()
        .WithFallback(ConfigurationFactory.FromResource<RemoteActorRefProvider>("Akka.Remote.Configuration.Remote.conf"))
        .WithFallback(ConfigurationFactory.FromResource<Cluster>("Akka.Cluster.Configuration.Cluster.conf"))
        .WithFallback(ConfigurationFactory.FromResource<Persistence>("Akka.Persistence.persistence.conf")));

    /// <summary>What is wrong with a key, or null.</summary>
    public static string? Fault(string path)
    {
        if (Free.Any(free => path == free || path.StartsWith(free + ".", StringComparison.Ordinal)) || Known.Value.GetValue(path) is not null)
        {
            return null;
        }

        int dot = path.LastIndexOf('.');
        string parent = path[..dot];
        string[] siblings = Known.Value.GetConfig(parent) is { } group ? [.. group.AsEnumerable().Select(entry => entry.Key)] : [];
        string near = Suggestion.Nearest(path[(dot + 1)..], siblings) is { } sibling ? $" (did you mean '{parent}.{sibling}'?)" : "";
        return $"{path}: Akka has no such setting{near}";
    }
}
