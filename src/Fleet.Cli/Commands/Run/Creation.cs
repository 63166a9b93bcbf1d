using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Run;

/// <summary>Makes a container, with the pull of its image shown as it goes.</summary>
internal static class Creation
{
    public static async Task<CreatedContainer> CreateAsync(AgentClient client, CreateContainer request, ProgramIo io, CancellationToken cancel, bool quiet = false)
    {
        var body = AgentClient.Content(request, ApiJson.Default.CreateContainer);
        using var progress = quiet ? null : new ProgressView(io);
        await foreach (var line in client.LinesAsync(HttpMethod.Post, Routes.Containers, body, ApiJson.Default.CreateProgress, cancel))
        {
            if (line.Error is { } error)
            {
                throw new ApiException(error);
            }

            if (line.Created is { } created)
            {
                return created;
            }

            progress?.Show(line.Progress);
        }

        throw new IOException("the agent ended its answer before the container was made: see its log");
    }

    /// <summary>Kills it, and removes it if it is to be.</summary>
    public static async Task EndAsync(AgentClient client, string id, bool remove)
    {
        if (remove)
        {
            await RemoveAsync(client, id);
            return;
        }

        try
        {
            await client.PostAsync(Routes.WithQuery(Routes.Container(id, "kill"), ("signal", "KILL")));
        }
        catch (ApiException e) when (e.Error.Code is ErrorCodes.NotFound or ErrorCodes.Conflict)
        {
            // It has ended by itself.
        }
    }

    public static async Task RemoveAsync(AgentClient client, string id)
    {
        try
        {
            await client.DeleteAsync(Routes.WithQuery(Routes.Container(id), ("force", "true")));
        }
        catch (ApiException e) when (e.Error.Code == ErrorCodes.NotFound)
        {
            // The agent was quicker.
        }
    }
}
