using Fleet.Containers;
using Fleet.Model;

namespace Fleet.Node.Records;

/// <summary>
/// Containers without a record. A removal takes the container first and its record last; where the power failed soon after, the
/// disk may have kept only the second. Nobody can name such a container any more, so what is left of it goes.
/// </summary>
internal static class Recordless
{
    /// <summary>Removes those that have ended; one that runs all the same is left alone.</summary>
    public static async Task SweepAsync(ContainerRuntime runtime, RecordStore records)
    {
        foreach (string id in runtime.ListIds())
        {
            if (AllocationId.TryParse(id, out var known) && records.Has(known)) continue;
            var container = await runtime.AdoptAsync(id).ConfigureAwait(false);
            if (container.Phase == ContainerPhase.Exited) await container.DeleteAsync().ConfigureAwait(false);
        }
    }
}
