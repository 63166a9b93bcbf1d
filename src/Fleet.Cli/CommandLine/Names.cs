using System.CommandLine;
using System.CommandLine.Completions;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;

namespace Fleet.Cli.CommandLine;

/// <summary>Arguments that name something the agent knows; the shell completes them by asking it.</summary>
internal static class Names
{
    public static Argument<string> Container(string description = "Its name, its id or a unique beginning of either") =>
        new("NAME") { Description = description, CompletionSources = { ContainerNames } };

    public static Argument<string[]> Containers() => new("NAME")
    {
        Description = "Names, ids or unique beginnings of them",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { ContainerNames },
    };

    public static Argument<string> Job(string description = "The job's name") =>
        new("NAME") { Description = description, CompletionSources = { JobNames } };

    private static IEnumerable<CompletionItem> ContainerNames(CompletionContext context) => Ask(context, async client =>
        (await client.GetAsync(Routes.WithQuery(Routes.Containers, ("all", "true")), ApiJson.Default.ImmutableArrayContainerInfo)).Select(c => c.Name));

    private static IEnumerable<CompletionItem> JobNames(CompletionContext context) => Ask(context, async client =>
        (await client.GetAsync(Routes.Jobs, ApiJson.Default.ImmutableArrayJobInfo)).Select(j => j.Name));

    // A shell that waits for a completion wants names or nothing: never an error, never a long wait.
    private static IEnumerable<CompletionItem> Ask(CompletionContext context, Func<AgentClient, Task<IEnumerable<string>>> ask)
    {
        try
        {
            var root = FleetRoot.Choose(context.ParseResult.GetValue(GlobalOptions.Root), Environment.GetEnvironmentVariable(FleetRoot.Variable));
            using var client = new AgentClient(AgentLookup.Find(root, context.ParseResult.GetValue(GlobalOptions.Node)).Socket);
            return [.. ask(client).WaitAsync(TimeSpan.FromSeconds(1)).GetAwaiter().GetResult().Select(name => new CompletionItem(name))];
        }
        catch (Exception e) when (e is NoAgentException or ApiException or HttpRequestException or TimeoutException or IOException)
        {
            return [];
        }
    }
}
