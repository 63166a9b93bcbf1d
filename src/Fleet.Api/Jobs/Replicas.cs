using System.Globalization;
using Fleet.Api.Errors;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Api.Jobs;

/// <summary>Which replicas a NAME means: JOB, JOB.INDEX, JOB.GROUP or JOB.GROUP.INDEX.</summary>
internal static class Replicas
{
    /// <summary>The last attempt at each of them, in the order of group and index.</summary>
    /// <exception cref="FleetNotFoundException">No such job.</exception>
    /// <exception cref="RefusedException">The job has no such replica.</exception>
    public static async Task<IReadOnlyList<AllocationView>> FindAsync(FleetClient client, string name, CancellationToken cancel)
    {
        string[] parts = name.Split('.');
        var all = await client.AllocationsAsync(parts[0], cancel);
        if (all.IsEmpty)
        {
            // A job without replicas is there all the same; one that is not says so here.
            _ = await client.InspectAsync(parts[0], cancel);
        }

        int? index = parts.Length > 1 && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        string? group = (parts.Length, index) switch
        {
            (1, _) or (2, not null) => null,
            (2, null) => parts[1],
            (3, not null) => parts[1],
            _ => throw RefusedException.Invalid($"'{name}' is no replica: write JOB, JOB.INDEX, JOB.SERVICE or JOB.SERVICE.INDEX"),
        };
        var found = all.Where(a => (group is null || a.Assignment.Group == group) && (index is null || a.Assignment.Index == index))
            .GroupBy(a => (a.Assignment.Group, a.Assignment.Index))
            .Select(attempts => attempts.MaxBy(a => (a.Assignment.Attempt, a.Assignment.Id.Serial))!)
            .OrderBy(a => a.Assignment.Group, StringComparer.Ordinal).ThenBy(a => a.Assignment.Index)
            .ToList();
        return found.Count > 0 || parts.Length == 1 ? found : throw RefusedException.NotFound(
            $"job {parts[0]} has no replica {name}: it has {(all.IsEmpty ? "none" : string.Join(", ", all.Select(a => a.Assignment.Name).Distinct().Order(StringComparer.Ordinal).Take(5)))}");
    }
}
