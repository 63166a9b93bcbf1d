using System.Globalization;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Jobs;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Containers;
using Fleet.Model;

namespace Fleet.Cli.Commands.Jobs;

/// <summary>Waits until a batch has ended or a service is up, telling on stderr what happens meanwhile.</summary>
internal static class JobWaiting
{
    /// <summary>How the scheduler begins its words for a task it stopped at its time limit.</summary>
    private const string TimeLimitWords = "stopped at its time limit";

    public static async Task<int> RunAsync(AgentClient client, Job job, JobAnswer accepted, ProgramIo io, CancellationToken cancel)
    {
        // A job with a service never completes: up is all that can be waited for.
        string goal = job.Groups.All(g => g.Type == TaskType.Batch) ? "complete" : "up";
        string path = Routes.WithQuery(Routes.Job(job.Name, "events"), ("from", accepted.Sequence.ToString(CultureInfo.InvariantCulture)));
        await foreach (var e in client.LinesAsync(HttpMethod.Get, path, null, ApiJson.Default.EventInfo, cancel))
        {
            io.Say(EventsCommand.Line(e));
            if (e.Type != "job")
            {
                continue;
            }

            if (e.Action == goal)
            {
                return ExitCodes.Success;
            }

            if (e.Action == "failed")
            {
                return await CodeOfFailureAsync(client, job.Name, cancel);
            }

            if (e.Action == "stopped")
            {
                io.Say($"fleet: job {job.Name} was stopped before it was {goal}");
                return ExitCodes.Failure;
            }
        }

        throw new IOException($"the agent ended the stream of events before job {job.Name} was {goal}: see 'fleet job inspect {job.Name}'");
    }

    private static async Task<int> CodeOfFailureAsync(AgentClient client, string job, CancellationToken cancel)
    {
        var allocations = await client.GetAsync(Routes.Job(job, "allocations"), ApiJson.Default.ImmutableArrayAllocationInfo, cancel);
        var failed = allocations.Where(a => a.State == Phase.Exited && a.ExitCode is null or > 0).OrderByDescending(a => a.FinishedAt).ToList();
        return failed.Any(a => a.Message.StartsWith(TimeLimitWords, StringComparison.Ordinal)) ? ExitCodes.TimeLimit
            : failed.Select(a => a.ExitCode).FirstOrDefault(code => code is not null) ?? ExitCodes.Failure;
    }
}
