namespace Fleet.Api.Contracts.Roots;

/// <summary>Where one agent, or one lab, keeps everything: <c>DIR/state</c>, <c>DIR/run</c>, <c>DIR/lab</c>.</summary>
public sealed record FleetRoot
{
    public const string Variable = "FLEET_ROOT";

    private FleetRoot(string? folder, string state, string run, string lab) =>
        (Folder, State, Run, Lab) = (folder, state, run, lab);

    /// <summary>As given; null for the system's own.</summary>
    public string? Folder { get; }

    public string State { get; }

    public string Run { get; }

    /// <summary>Holds a folder for each lab node, which is that node's root.</summary>
    public string Lab { get; }

    public string Socket => Path.Combine(Run, "fleet.sock");

    public string PidFile => Path.Combine(Run, "node.pid");

    /// <summary>What the running agent says of itself: <see cref="AgentRecord"/>.</summary>
    public string AgentFile => Path.Combine(Run, "agent.json");

    public string NodeLog => Path.Combine(State, "node.log");

    /// <summary>As an argument to put into a command for this root: <c> --root DIR</c>, or nothing.</summary>
    public string Option => Folder is null ? "" : $" --root {Folder}";

    /// <summary>Below /var/lib/fleet and /run/fleet.</summary>
    public static FleetRoot System { get; } = new(null, "/var/lib/fleet", "/run/fleet", "/var/lib/fleet/lab");

    public static FleetRoot At(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return new FleetRoot(full, Path.Combine(full, "state"), Path.Combine(full, "run"), Path.Combine(full, "lab"));
    }

    /// <summary>The option's folder, else the environment's, else the system's.</summary>
    public static FleetRoot Choose(string? option, string? environment) =>
        !string.IsNullOrEmpty(option) ? At(option) : !string.IsNullOrEmpty(environment) ? At(environment) : System;

    /// <summary>Root of the lab node <paramref name="name"/>.</summary>
    public FleetRoot LabNode(string name) => At(Path.Combine(Lab, name));
}
