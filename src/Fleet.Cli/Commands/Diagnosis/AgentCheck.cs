using System.Net.Http;
using System.Reflection;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;
using Fleet.Linux.Machine.Checks;

namespace Fleet.Cli.Commands.Diagnosis;

/// <summary>Whether an agent answers, and in which version.</summary>
internal static class AgentCheck
{
    private const string Meaning = "runs containers for this command line and for jobs";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static string OwnVersion =>
        typeof(AgentCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static async Task<MachineCheck> RunAsync(CommandContext context, CancellationToken cancel)
    {
        try
        {
            using var client = context.Connect();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            var agent = await client.GetAsync(Routes.Version, ApiJson.Default.VersionInfo, patience.Token);
            bool same = agent.Version == OwnVersion;
            return new MachineCheck(
                "agent", "answers", same ? CheckState.Ok : CheckState.Limited,
                $"version {agent.Version}, pid {agent.Pid}{(same ? "" : $"; this command line is {OwnVersion}")}", Meaning,
                same ? "" : "install the same version of both and restart the agent: containers go on");
        }
        catch (NoAgentException e)
        {
            return new MachineCheck("agent", "answers", CheckState.Limited, "none", Meaning, e.Message);
        }
        catch (Exception e) when (e is ApiException or HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new MachineCheck("agent", "answers", CheckState.Missing, "has a socket and gives no answer", Meaning, $"look into {context.Root.NodeLog}, restart the agent: containers go on");
        }
    }
}
