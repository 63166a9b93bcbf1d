using System.CommandLine;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;

namespace Fleet.Cli.CommandLine;

/// <summary>One call of a command: what was asked and the way to the agent.</summary>
internal sealed class CommandContext(ParseResult parsed, ProgramIo io, IReadOnlyList<string> tail)
{
    public ParseResult Parsed { get; } = parsed;

    public ProgramIo Io { get; } = io;

    /// <summary>What follows the end of the options of run and exec.</summary>
    public IReadOnlyList<string> Tail { get; } = tail;

    /// <summary>From --root, else FLEET_ROOT, else the system's.</summary>
    public FleetRoot Root { get; } = FleetRoot.Choose(parsed.GetValue(GlobalOptions.Root), io.Environment(FleetRoot.Variable));

    /// <summary>From --node.</summary>
    public string? Node { get; } = parsed.GetValue(GlobalOptions.Node);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <exception cref="NoAgentException">None runs.</exception>
    public FleetRoot FindAgent() => AgentLookup.Find(Root, Node);

    /// <inheritdoc cref="FindAgent"/>
    public AgentClient Connect() => new(FindAgent().Socket);
}
