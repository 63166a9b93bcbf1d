using System.Collections.Immutable;
using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Nodes;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Nodes;

internal sealed class NodeLabelCommand : FleetCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The node's name" };
    private readonly Argument<string[]> _labels = new("K=V") { Description = "A label to set; K- takes one away", Arity = ArgumentArity.OneOrMore };

    public NodeLabelCommand() : base("label", "Set labels of a node, by which jobs choose")
    {
        Add(_name);
        Add(_labels);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var set = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var remove = ImmutableArray.CreateBuilder<string>();
        foreach (string word in context.Get(_labels))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                set[word[..equals]] = word[(equals + 1)..];
            }
            else if (equals < 0 && word.Length > 1 && word.EndsWith('-'))
            {
                remove.Add(word[..^1]);
            }
            else
            {
                throw new UsageException($"'{word}' is neither K=V, which sets a label, nor K-, which takes one away");
            }
        }

        using var client = context.Connect();
        await client.PostAsync(Routes.NodeLabels(context.Get(_name)), new LabelNode(set.ToImmutable(), remove.ToImmutable()), ApiJson.Default.LabelNode, cancel);
        context.Io.Print(context.Get(_name));
        return ExitCodes.Success;
    }
}
