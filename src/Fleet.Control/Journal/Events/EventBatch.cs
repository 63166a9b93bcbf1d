using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Journal.Events;

/// <summary>What one turn of the scheduler decided: one event of the journal.</summary>
public sealed record EventBatch(IReadOnlyList<SchedulerEvent> Events);
