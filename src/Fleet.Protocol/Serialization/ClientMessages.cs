using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Mapping;

namespace Fleet.Protocol.Serialization;

/// <summary>The table of Contracts/client.proto.</summary>
internal static class ClientMessages
{
    public static readonly MessageCodec[] Codecs =
    [
        new MessageCodec<Request, Wire.Request>("request/1", Wire.Request.Parser,
            m => new Wire.Request { RequestId = m.RequestId, Command = m.Command.ToWire() },
            w => new Request(w.RequestId, w.Command.ToMessage())),
        new MessageCodec<Reply, Wire.Reply>("reply/1", Wire.Reply.Parser,
            m => new Wire.Reply { RequestId = m.RequestId, Answer = m.Answer.ToWire() },
            w => new Reply(w.RequestId, w.Answer.ToModel())),
        new MessageCodec<ListJobs, Wire.ListJobs>("list-jobs/1", Wire.ListJobs.Parser,
            m => new Wire.ListJobs { Number = m.Number },
            w => new ListJobs(w.Number)),
        new MessageCodec<JobList, Wire.JobList>("job-list/1", Wire.JobList.Parser, ToWire,
            w => new JobList(w.Number, w.Jobs.ToModel(ViewMapping.ToModel))),
        new MessageCodec<InspectJob, Wire.InspectJob>("inspect-job/1", Wire.InspectJob.Parser,
            m => new Wire.InspectJob { Number = m.Number, Job = m.Job },
            w => new InspectJob(w.Number, w.Job)),
        new MessageCodec<JobDetails, Wire.JobDetails>("job-details/1", Wire.JobDetails.Parser, ToWire, ToMessage),
        new MessageCodec<ListAllocations, Wire.ListAllocations>("list-allocations/1", Wire.ListAllocations.Parser,
            m => new Wire.ListAllocations { Number = m.Number, Job = m.Job },
            w => new ListAllocations(w.Number, w.Job)),
        new MessageCodec<AllocationList, Wire.AllocationList>("allocation-list/1", Wire.AllocationList.Parser, ToWire,
            w => new AllocationList(w.Number, w.Allocations.ToModel(ViewMapping.ToModel))),
        new MessageCodec<ListNodes, Wire.ListNodes>("list-nodes/1", Wire.ListNodes.Parser,
            m => new Wire.ListNodes { Number = m.Number },
            w => new ListNodes(w.Number)),
        new MessageCodec<NodeList, Wire.NodeList>("node-list/1", Wire.NodeList.Parser, ToWire,
            w => new NodeList(w.Number, w.Nodes.ToModel(ViewMapping.ToModel))),
        new MessageCodec<GetResult, Wire.GetResult>("get-result/1", Wire.GetResult.Parser,
            m => new Wire.GetResult { Number = m.Number, Job = m.Job, Group = m.Group, Index = m.Index },
            w => new GetResult(w.Number, w.Job, w.Group, w.Index)),
        new MessageCodec<TaskResult, Wire.TaskResult>("task-result/1", Wire.TaskResult.Parser,
            m => new Wire.TaskResult { Number = m.Number, Allocation = m.Allocation.ToWire() },
            w => new TaskResult(w.Number, w.Allocation.ToModel())),
        new MessageCodec<Watch, Wire.Watch>("watch/1", Wire.Watch.Parser,
            m => new Wire.Watch { Number = m.Number, FromSequence = m.FromSequence, Job = m.Job },
            w => new Watch(w.Number, w.FromSequence, w.Job)),
        new MessageCodec<Unwatch, Wire.Unwatch>("unwatch/1", Wire.Unwatch.Parser,
            m => new Wire.Unwatch { Number = m.Number },
            w => new Unwatch(w.Number)),
        new MessageCodec<WatchEvents, Wire.WatchEvents>("watch-events/1", Wire.WatchEvents.Parser, ToWire,
            w => new WatchEvents(w.Number, w.Events.ToModel(AnswerMapping.ToModel), w.NextSequence, w.Missed)),
        new MessageCodec<GetTicket, Wire.GetTicket>("get-ticket/1", Wire.GetTicket.Parser,
            m => new Wire.GetTicket { Number = m.Number, Allocation = m.Allocation.Serial, Node = m.Node, Purpose = m.Purpose },
            w => new GetTicket(w.Number, new AllocationId(w.Allocation), w.Node, w.Purpose)),
        new MessageCodec<TicketIssued, Wire.TicketIssued>("ticket-issued/1", Wire.TicketIssued.Parser, ToWire, ToMessage),
        new MessageCodec<Problem, Wire.Problem>("problem/1", Wire.Problem.Parser, ToWire,
            w => new Problem(w.Number, (ProblemKind)w.Kind, w.Message, w.RetryAfterTicks.ToSpan())),
    ];

    private static Wire.JobList ToWire(JobList list)
    {
        var wire = new Wire.JobList { Number = list.Number };
        wire.Jobs.Take(list.Jobs, ViewMapping.ToWire);
        return wire;
    }

    private static Wire.JobDetails ToWire(JobDetails details)
    {
        var wire = new Wire.JobDetails { Number = details.Number, Job = details.Job.ToWire() };
        wire.History.Take(details.History, JobMapping.ToWire);
        wire.Allocations.Take(details.Allocations, ViewMapping.ToWire);
        return wire;
    }

    private static JobDetails ToMessage(Wire.JobDetails wire) => new(
        wire.Number, wire.Job.ToModel(), wire.History.ToModel(JobMapping.ToModel), wire.Allocations.ToModel(ViewMapping.ToModel));

    private static Wire.AllocationList ToWire(AllocationList list)
    {
        var wire = new Wire.AllocationList { Number = list.Number };
        wire.Allocations.Take(list.Allocations, ViewMapping.ToWire);
        return wire;
    }

    private static Wire.NodeList ToWire(NodeList list)
    {
        var wire = new Wire.NodeList { Number = list.Number };
        wire.Nodes.Take(list.Nodes, ViewMapping.ToWire);
        return wire;
    }

    private static Wire.WatchEvents ToWire(WatchEvents message)
    {
        var wire = new Wire.WatchEvents { Number = message.Number, NextSequence = message.NextSequence, Missed = message.Missed };
        wire.Events.Take(message.Events, AnswerMapping.ToWire);
        return wire;
    }

    private static Wire.TicketIssued ToWire(TicketIssued issued) => new()
    {
        Number = issued.Number,
        Node = issued.Node,
        NodeAddress = issued.NodeAddress,
        ControlAddress = issued.ControlAddress,
        Token = issued.Token,
        ExpiresTime = issued.Expires.ToWire(),
    };

    private static TicketIssued ToMessage(Wire.TicketIssued wire) =>
        new(wire.Number, wire.Node, wire.NodeAddress, wire.ControlAddress, wire.Token, wire.ExpiresTime.ToTime());

    private static Wire.Problem ToWire(Problem problem) => new()
    {
        Number = problem.Number,
        Kind = (Wire.ProblemKind)problem.Kind,
        Message = problem.Message,
        RetryAfterTicks = problem.RetryAfter.Ticks,
    };
}
