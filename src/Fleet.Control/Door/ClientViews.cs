using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Tickets;

namespace Fleet.Control.Door;

/// <summary>Answers to queries; runs on the scheduler's actor, between its turns.</summary>
internal sealed class ClientViews(DoorContext door)
{
    public IQueryAnswer Answer(SchedulerMachine machine, IQuery query) => query switch
    {
        ListJobs => new JobList(query.Number, machine.Jobs()),
        InspectJob inspect => Inspect(machine, inspect),
        ListAllocations list => Allocations(machine, list),
        ListNodes => new NodeList(query.Number, machine.Nodes()),
        GetResult get => Result(machine, get),
        GetTicket get => Ticket(machine, get),
        _ => new Problem(
            query.Number, ProblemKind.Unsupported, $"this control host does not know the query {query.GetType().Name}", default),
    };

    private static IQueryAnswer Inspect(SchedulerMachine machine, InspectJob query) => machine.Job(query.Job) is { } job
        ? new JobDetails(
            query.Number, job, [.. machine.History(query.Job).OrderBy(version => version.Number)], machine.Allocations(query.Job))
        : NoJob(query.Number, query.Job);

    private static IQueryAnswer Allocations(SchedulerMachine machine, ListAllocations query)
    {
        if (query.Job.Length == 0)
            return new AllocationList(query.Number, [.. machine.Jobs().SelectMany(job => machine.Allocations(job.Name))]);
        return machine.Job(query.Job) is null
            ? NoJob(query.Number, query.Job)
            : new AllocationList(query.Number, machine.Allocations(query.Job, withEnded: true));
    }

    private static IQueryAnswer Result(SchedulerMachine machine, GetResult query)
    {
        if (machine.Job(query.Job) is not { } job) return NoJob(query.Number, query.Job);
        string[] groups = [.. job.Groups.Select(group => group.Name)];
        if (query.Group.Length == 0 && groups.Length > 1)
            return new Problem(query.Number, ProblemKind.Rejected,
                $"job '{query.Job}' has the groups {string.Join(", ", groups)}: say which", default);

        string group = query.Group.Length > 0 ? query.Group : groups[0];
        var last = machine.Allocations(query.Job, withEnded: true)
            .Where(view => view.Assignment.Group == group && view.Assignment.Index == query.Index)
            .MaxBy(view => view.Assignment.Attempt);
        return last is null
            ? new Problem(query.Number, ProblemKind.NotFound, $"there is no {query.Job}.{group}.{query.Index}", default)
            : new TaskResult(query.Number, last);
    }

    private IQueryAnswer Ticket(SchedulerMachine machine, GetTicket query)
    {
        string node = query.Node, subject = query.Node;
        if (query.Allocation != default)
        {
            if (machine.Allocation(query.Allocation) is not { } view)
                return new Problem(query.Number, ProblemKind.NotFound, $"there is no allocation {query.Allocation}", default);
            if (view.Node.Length == 0)
                return new Problem(query.Number, ProblemKind.NotFound, $"{view.Assignment.Name} has no node yet: {view.Reason}", default);
            (node, subject) = (view.Node, query.Allocation.ToString());
        }
        if (door.Nodes.Find(node) is not { TicketKey.Length: >= 16 } report)
            return machine.Nodes().Any(known => known.Report.Name == node)
                ? new Problem(query.Number, ProblemKind.Busy, $"node {node} has no session at the moment", TimeSpan.FromSeconds(1))
                : new Problem(query.Number, ProblemKind.NotFound, $"there is no node {node}", default);

        var ticket = new Ticket(query.Purpose, subject, door.Clock.GetUtcNow() + Protocol.Tickets.Ticket.Lifetime);
        return new TicketIssued(
            query.Number, node, report.HttpAddress, door.HttpAddress, ticket.Sign(report.TicketKey.AsSpan()), ticket.Expires);
    }

    private static Problem NoJob(long number, string job) => new(number, ProblemKind.NotFound, $"there is no job '{job}'", default);
}
