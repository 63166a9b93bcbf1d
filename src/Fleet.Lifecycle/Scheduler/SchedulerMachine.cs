using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>
/// The scheduler without actor, journal or clock: (state, input, now) -> events to persist and outputs. Its carrier persists
/// <see cref="Turn.Events"/> as one group, then lets <see cref="Turn.Outputs"/> out; when persisting fails it throws the
/// machine away and recovers another. Not thread-safe.
/// </summary>
public sealed partial class SchedulerMachine
{
    public SchedulerMachine(SchedulerOptions options) => Options = options;

    /// <summary>Goes on from a snapshot; events that came after it are replayed next.</summary>
    public SchedulerMachine(SchedulerOptions options, SchedulerSnapshot snapshot) => throw new NotSupportedException();

    public SchedulerOptions Options { get; }

    /// <summary>Of this incarnation; 0 before <see cref="Begin"/>, or the last incarnation's during recovery.</summary>
    public long Epoch => throw new NotSupportedException();

    /// <summary>When <see cref="Tick"/> is due at the latest; never more than a second after the last step.</summary>
    public DateTimeOffset NextWake => throw new NotSupportedException();

    /// <summary>During recovery: one persisted event, in order.</summary>
    public void Replay(SchedulerEvent persisted) => throw new NotSupportedException();

    public Turn Step(SchedulerInput input, DateTimeOffset now) => Step([input], now);

    /// <summary>Several inputs that had gathered, as one turn: one group to persist.</summary>
    public Turn Step(IReadOnlyList<SchedulerInput> inputs, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>The persisted state as it stands; taken between turns whose events are all persisted.</summary>
    public SchedulerSnapshot ToSnapshot() => throw new NotSupportedException();
}
