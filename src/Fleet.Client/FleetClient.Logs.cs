using System.Globalization;
using System.Runtime.CompilerServices;
using Fleet.Api.Contracts;
using Fleet.Client.Streams;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Tickets;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    private static readonly TimeSpan LogRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The output of a replica's last attempt, over HTTP/2 from the node where it is. A stream that breaks is taken up again where
    /// it broke. It does not pass the control host unless the node is out of this host's reach.
    /// </summary>
    /// <param name="group">Empty: the job's only one.</param>
    /// <param name="follow">Go on until the task has ended.</param>
    /// <param name="tail">Only so many last lines of what is there already; null: all.</param>
    public async IAsyncEnumerable<LogPiece> LogsAsync(
        string job, int index = 0, string group = "", bool follow = false, DateTimeOffset? since = null, int? tail = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        TaskOutcome task = await ResultAsync(job, index, group, cancel).ConfigureAwait(false);
        await foreach (LogPiece piece in LogsAsync(task.Allocation.Assignment.Id, follow, since, tail, cancel).ConfigureAwait(false))
        {
            yield return piece;
        }
    }

    /// <summary>The output of one attempt.</summary>
    public async IAsyncEnumerable<LogPiece> LogsAsync(
        AllocationId allocation, bool follow = false, DateTimeOffset? since = null, int? tail = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var point = new ResumePoint();
        int broken = 0;
        while (true)
        {
            LogStream? stream = null;
            string query = Routes.WithQuery(
                Routes.AllocationLogs(allocation.ToString()),
                ("follow", follow ? "true" : null),
                ("since", (point.Last ?? since)?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
                ("tail", point.Last is null ? tail?.ToString(CultureInfo.InvariantCulture) : null));
            try
            {
                stream = await OpenLog(allocation, query, cancel).ConfigureAwait(false);
                point.Reopened();
            }
            catch (Exception e) when (IsBroken(e) && broken++ < MostBreaks(follow))
            {
                await Task.Delay(LogRetry, cancel).ConfigureAwait(false);
                continue;
            }

            await using (stream.ConfigureAwait(false))
            {
                bool ended = false;
                while (!ended)
                {
                    LogPiece? piece;
                    try
                    {
                        piece = await stream.Next(cancel).ConfigureAwait(false);
                        ended = piece is null;
                    }
                    catch (Exception e) when (IsBroken(e) && broken++ < MostBreaks(follow))
                    {
                        break;
                    }

                    if (piece is not null && point.Takes(piece))
                    {
                        broken = 0;
                        yield return piece;
                    }
                }

                if (ended)
                {
                    yield break;
                }
            }

            await Task.Delay(LogRetry, cancel).ConfigureAwait(false);
        }
    }

    private async Task<LogStream> OpenLog(AllocationId allocation, string path, CancellationToken cancel)
    {
        TicketIssued ticket = await Ask<TicketIssued>(number => new GetTicket(number, allocation, "", TicketPurpose.Logs), cancel).ConfigureAwait(false);
        return await Reach(ticket, path, uri => LogStream.Open(_nodes.Invoker, uri, ticket.Token, cancel)).ConfigureAwait(false);
    }

    /// <summary>A follower waits for a node's agent that is being restarted; who only reads what is there is not kept long.</summary>
    private static int MostBreaks(bool follow) => follow ? 240 : 10;

    private static bool IsBroken(Exception e) => e is HttpRequestException or IOException or FleetUnreachableException { InnerException: not null };

    /// <summary>At the node of the ticket, or through the control host.</summary>
    private async Task<T> Reach<T>(TicketIssued ticket, string path, Func<Uri, Task<T>> request)
    {
        try
        {
            return await _nodes.At(ticket.NodeAddress, path, ticket.ControlAddress, Routes.Relayed(ticket.Node, path), request).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new FleetUnreachableException($"node {ticket.Node} cannot be reached at {ticket.NodeAddress}{(ticket.ControlAddress.Length > 0 ? $" nor through {ticket.ControlAddress}" : "")}: {e.Message}", e);
        }
        catch (ApiException e)
        {
            throw e.Error.Code switch
            {
                ErrorCodes.NotFound => new FleetNotFoundException(e.Message),
                ErrorCodes.Busy => new FleetBusyException(e.Message, e.Error.RetryAfter ?? TimeSpan.FromSeconds(1)),
                ErrorCodes.Unreachable => new FleetUnreachableException(e.Message, e),
                _ => new FleetRejectedException(e.Message, e.Error.Fields) { ExitCode = e.Error.ExitCode },
            };
        }
    }
}
