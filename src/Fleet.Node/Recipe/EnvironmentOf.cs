using System.Globalization;
using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Node.Recipe;

/// <summary>NAME=VALUE, each name once: what every container gets, the image's, the user's, and for a task of a job FLEET_*.</summary>
internal static class EnvironmentOf
{
    public static IReadOnlyList<string> Container(RecipeInput input, string hostname)
    {
        var spec = input.Record.Spec;
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = DefaultPath, ["HOSTNAME"] = hostname };
        if (spec.Terminal) variables["TERM"] = "xterm";
        foreach (string entry in input.Image.Config.Env) Add(variables, entry);
        foreach (var (name, value) in spec.Environment) variables[name] = value;
        if (input.Record.Assignment is { } assignment) AddTask(variables, input, assignment);
        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }

    private static void AddTask(OrderedDictionary<string, string> variables, RecipeInput input, Assignment assignment)
    {
        variables["FLEET_JOB"] = assignment.Job;
        variables["FLEET_GROUP"] = assignment.Group;
        variables["FLEET_NAME"] = assignment.Name;
        variables["FLEET_ALLOCATION"] = assignment.Id.ToString();
        variables["FLEET_INDEX"] = assignment.Index.ToString(CultureInfo.InvariantCulture);
        variables["FLEET_ATTEMPT"] = assignment.Attempt.ToString(CultureInfo.InvariantCulture);
        variables["FLEET_NODE"] = input.NodeName;
        foreach (var port in assignment.Ports)
        {
            variables[Names.PortVariable(port.Name)] = port.Number.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void Add(OrderedDictionary<string, string> variables, string entry)
    {
        int equals = entry.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0) variables[entry[..equals]] = entry[(equals + 1)..];
    }

    private static string DefaultPath => RuntimeSpecDefaults.Path["PATH=".Length..];
}
