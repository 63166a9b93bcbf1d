using System.Collections.Immutable;
using Akka.Configuration;
using Fleet.Agent.Configuration;
using Fleet.Agent.Startup;
using Fleet.Api.Contracts.Roots;
using Fleet.Images.Store;
using Fleet.Node.Capacity;

namespace Fleet.Agent.Composition;

/// <summary>From the agent's settings to the worker's.</summary>
internal static class NodeSettingsOf
{
    public static Node.NodeSettings Agent(
        AgentSettings settings, AgentArguments arguments, FleetRoot root, string httpAddress, ImmutableArray<string> doors, string version) => new()
    {
        Name = settings.Node.Name,
        StateFolder = root.State,
        RunFolder = root.Run,
        CgroupParent = arguments.CgroupParent ?? settings.Node.CgroupParent,
        Roles = [.. settings.Node.Roles.Select(role => role.ToString().ToLowerInvariant())],
        Labels = settings.Node.Labels.ToImmutableSortedDictionary(),
        Doors = doors,
        HttpAddress = httpAddress,
        Reserve = new Reserve(settings.Node.ReserveShare, settings.Node.ReserveAtMost),
        Images = new ImageStoreOptions
        {
            DefaultRegistry = settings.Images.DefaultRegistry,
            PlainHttpHosts = settings.Images.InsecureRegistries,
        },
        FirstPort = settings.Node.FirstPort,
        LastPort = settings.Node.LastPort,
        FirstUserId = (uint)settings.Node.FirstUserId,
        KeepEnded = settings.Node.KeptEnded,
        LogMaxBytes = settings.Logs.MaxBytes,
        LogMaxFiles = settings.Logs.MaxFiles,
        AgentVersion = version,
        OutsideConfig = LogLevel(settings),
    };

    /// <summary>What the user says of Akka, and how much it is to tell.</summary>
    public static Config LogLevel(AgentSettings settings) => settings.Akka.WithFallback(
        ConfigurationFactory.ParseString($"akka.loglevel = {settings.Logs.Level.ToString().ToUpperInvariant()}"));
}
