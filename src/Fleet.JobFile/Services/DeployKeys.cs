using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary><c>deploy</c>: how many, where, and with what set aside.</summary>
internal sealed record DeployKeys
{
    public TaskType? Type { get; init; }

    public Field? ModeField { get; init; }

    public Field? Replicas { get; init; }

    public Field? RestartPolicy { get; init; }

    public Fields? Resources { get; init; }

    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static DeployKeys Read(Field? field)
    {
        if (field?.Map() is not Fields map)
        {
            return new DeployKeys();
        }

        Field? mode = map.Take("mode");
        Fields? placement = map.Take("placement")?.Map();
        var read = new DeployKeys
        {
            Type = Mode(mode),
            ModeField = mode,
            Replicas = map.Take("replicas"),
            RestartPolicy = map.Take("restart_policy"),
            Resources = map.Take("resources")?.Map(),
            Constraints = [.. (placement?.Take("constraints")?.Items() ?? []).Select(ReadConstraint).OfType<Constraint>()],
            Labels = KeyValues.Labels(map.Take("labels")),
        };
        placement?.RefuseOthers(NotYet.Placement);
        map.RefuseOthers(NotYet.Deploy);
        return read;
    }

    // In Swarm's words a batch is a "replicated job".
    private static TaskType? Mode(Field? mode)
    {
        string? word = mode?.Text();
        switch (word)
        {
            case null or "replicated":
                return word is null ? null : TaskType.Service;
            case "replicated-job":
                return TaskType.Batch;
            case "global" or "global-job":
                mode!.Fault($"{word} is not supported yet (give replicas)");
                return null;
            default:
                mode!.Fault($"'{word}' is not a mode{Suggestion.DidYouMean(word, ["replicated", "replicated-job"])} (replicated or replicated-job)");
                return null;
        }
    }

    private static Constraint? ReadConstraint(Field item)
    {
        if (item.Text() is not string text)
        {
            return null;
        }

        _ = ConstraintText.TryParse(text, out Constraint? constraint, out string? fault);
        item.FaultIf(fault);
        return fault is null ? constraint : null;
    }
}
