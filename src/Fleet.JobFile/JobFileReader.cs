using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.JobFile.Services;
using Fleet.JobFile.Syntax;
using Fleet.Model;

namespace Fleet.JobFile;

/// <summary>
/// A Compose-style job file, YAML or JSON of the same shape, to a checked <see cref="Job"/>. One file is one job, each service of
/// it one task group. All faults are found at once, each with its place.
/// </summary>
public static class JobFileReader
{
    /// <param name="fileName">For messages and for the job's name where the file gives none; JSON is told by <c>.json</c> or its first character.</param>
    public static JobFileResult Read(string fileName, string text, ICaller caller)
    {
        var report = new Report(fileName);
        (Node? root, IReadOnlyList<SyntaxFault> faults) = Parse(fileName, text);
        foreach (SyntaxFault fault in faults)
        {
            report.Fault(fault.At, "", fault.Message);
        }

        Job? job = root is null ? null : ReadRoot(fileName, new Field(root, "", report, caller));
        if (root is null && !report.HasErrors)
        {
            report.Fault(new Mark(1, 1), "", "the file is empty (give 'services:' with at least one service)");
        }

        if (job is not null)
        {
            Validate(job, report);
        }

        return new JobFileResult(report.HasErrors ? null : job, report.Errors, report.Warnings);
    }

    private static (Node? Root, IReadOnlyList<SyntaxFault> Faults) Parse(string fileName, string text)
    {
        bool named = fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (!named && !text.AsSpan().TrimStart().StartsWith("{"))
        {
            return YamlReader.Read(text);
        }

        var json = JsonReader.Read(text);
        // A map in braces is YAML too, with keys that need no quotes.
        return json.Root is null && !named && YamlReader.Read(text) is { Root: not null } yaml ? yaml : json;
    }

    private static Job? ReadRoot(string fileName, Field root)
    {
        if (root.IsNull)
        {
            root.Fault("the file is empty (give 'services:' with at least one service)");
            return null;
        }

        if (root.Map() is not Fields top)
        {
            return null;
        }

        Field? version = top.TakeEvenNull("version");
        version?.Report.Warn(version.Node.At, "version", "is obsolete and ignored (remove it)");
        string name = top.Take("name")?.Text() ?? Path.GetFileNameWithoutExtension(fileName);
        Fields? fleet = top.Take("x-fleet")?.Map();
        ImmutableDictionary<string, bool> recreate = FleetKeys.ReadVolumes(fleet?.Take("volumes"));
        ImmutableSortedDictionary<string, string> labels = KeyValues.Labels(fleet?.Take("labels"));
        ContainerLimits limits = NodeLimitKeys.Read(fleet?.Take("limits")?.Map());
        fleet?.RefuseOthers();
        ReadVolumes(top.Take("volumes"));
        Field? services = top.Take("services");
        root.FaultIf(services is null ? "lacks 'services' (give at least one service)" : null);
        ImmutableArray<TaskGroup> groups = [.. (services?.Map()?.All() ?? []).Select(service => ServiceReader.Read(service.Key, service.Value, recreate)).OfType<TaskGroup>()];
        top.RefuseOthers(NotYet.Top);
        return services is null || groups.IsEmpty && root.Report.HasErrors ? null : new Job { Name = name, Groups = groups, Labels = labels, NodeLimits = limits };
    }

    // A volume is made where its task first runs; the list at the top may name it but has nothing more to say.
    private static void ReadVolumes(Field? volumes)
    {
        foreach ((string _, Field value) in volumes?.Map()?.All() ?? [])
        {
            if (!value.IsNull && value.Map() is Fields map)
            {
                Field? driver = map.Take("driver");
                string? name = driver?.Text();
                driver?.FaultIf(name is null or "local" ? null : $"the driver '{name}' is not supported yet (local, or leave it out)");
                map.RefuseOthers(NotYet.Volume);
            }
        }
    }

    private static void Validate(Job job, Report report)
    {
        ImmutableArray<string> known = [.. report.Errors.Select(error => error.Path)];
        foreach (FieldError fault in JobValidator.Validate(job).Where(fault => !known.Contains(fault.Path)))
        {
            report.Fault(report.PlaceOf(fault.Path), fault.Path, fault.Message);
        }
    }
}
