using System.Collections.Immutable;
using System.Text;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Tickets;

namespace Fleet.Client;

/// <param name="ExitCode">Null when nobody saw the end.</param>
public sealed record ExecOutcome(int? ExitCode, string Stdout, string Stderr);

public sealed partial class FleetClient
{
    /// <summary>Runs a command beside a replica's task and gathers what it says, read as UTF-8.</summary>
    /// <param name="group">Empty: the job's only one.</param>
    public async Task<ExecOutcome> ExecAsync(string job, ImmutableArray<string> command, int index = 0, string group = "", CancellationToken cancel = default)
    {
        TaskOutcome task = await ResultAsync(job, index, group, cancel).ConfigureAwait(false);
        using ExecCall call = await ExecAsync(task.Allocation.Assignment.Id, new ExecRequest { Command = command }, cancel).ConfigureAwait(false);
        using MemoryStream stdout = new(), stderr = new();
        while (await call.Read(cancel).ConfigureAwait(false) is var (isError, content))
        {
            (isError ? stderr : stdout).Write(content);
        }

        return new ExecOutcome(call.Exit?.ExitCode, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));
    }

    /// <summary>Runs a command beside one attempt, over HTTP/2 to its node, with its streams in the caller's hands.</summary>
    public async Task<ExecCall> ExecAsync(AllocationId allocation, ExecRequest request, CancellationToken cancel = default)
    {
        TicketIssued ticket = await Ask<TicketIssued>(number => new GetTicket(number, allocation, "", TicketPurpose.Exec), cancel).ConfigureAwait(false);
        string path = Routes.AllocationExec(allocation.ToString());
        return new ExecCall(await Reach(ticket, path, uri => DuplexCall.OpenAsync(_nodes.Invoker, uri, request, ApiJson.Default.ExecRequest, ticket.Token, cancel)).ConfigureAwait(false));
    }
}
