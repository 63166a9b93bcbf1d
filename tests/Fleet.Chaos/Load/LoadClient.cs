using Fleet.Chaos.History;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Chaos.Load;

/// <summary>A call as it is to be made, and made again by the next process where this one was killed over it.</summary>
internal sealed record Wish(CallKind Kind, string Job, TaskType Type, int Replicas, bool Careful, int Marker, string Request);

/// <summary>Makes calls and writes down what came of them.</summary>
internal sealed class LoadClient(string name, FleetClient client, HistoryFile history, string witness, int firstNumber)
{
    private int _number = firstNumber;

    public async Task<CallOutcome> MakeAsync(Wish wish)
    {
        int number = Interlocked.Increment(ref _number);
        history.Add(new CallBegan(Boot.Now, name, number, wish.Kind, wish.Job, wish.Request, wish.Type, wish.Replicas, wish.Careful));
        var (outcome, message) = await TryAsync(wish).ConfigureAwait(false);
        history.Add(new CallEnded(Boot.Now, name, number, outcome, message));
        return outcome;
    }

    private async Task<(CallOutcome, string)> TryAsync(Wish wish)
    {
        try
        {
            return (CallOutcome.Accepted, await CallAsync(wish).ConfigureAwait(false));
        }
        catch (FleetException typed)
        {
            return (OutcomeOf(typed), typed.Message);
        }
        catch (Exception untyped)
        {
            return (CallOutcome.Untyped, $"{untyped.GetType().Name}: {untyped.Message}");
        }
    }

    private async Task<string> CallAsync(Wish wish) => wish.Kind switch
    {
        CallKind.Submit => (await client.SubmitAsync(JobOf(wish), wish.Request).ConfigureAwait(false)).Message,
        CallKind.Scale => (await client.ScaleAsync(wish.Job, wish.Replicas, requestId: wish.Request).ConfigureAwait(false)).Message,
        CallKind.Stop => (await client.StopAsync(wish.Job, wish.Request).ConfigureAwait(false)).Message,
        _ => $"{(await client.ListAsync().ConfigureAwait(false)).Length} jobs",
    };

    private Job JobOf(Wish wish) => wish.Type == TaskType.Service
        ? Jobs.Service(wish.Job, wish.Replicas, witness, wish.Marker)
        : Jobs.Batch(wish.Job, wish.Replicas, witness, beats: 1 + wish.Marker % 6, wish.Careful);

    private static CallOutcome OutcomeOf(FleetException typed) => typed switch
    {
        FleetRejectedException => CallOutcome.Rejected,
        FleetNotFoundException => CallOutcome.NotFound,
        FleetBusyException => CallOutcome.Busy,
        FleetUnreachableException => CallOutcome.Unreachable,
        _ => CallOutcome.Untyped,
    };
}
