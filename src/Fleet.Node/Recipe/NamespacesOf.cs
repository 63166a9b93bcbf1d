using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Node.Recipe;

/// <summary>Which namespaces are made, which are joined, and which are the node's and therefore not named at all.</summary>
internal static class NamespacesOf
{
    public static LinuxSpec Container(LinuxSpec linux, RecipeInput input)
    {
        var (spec, record) = (input.Record.Spec, input.Record);
        var choices = spec.Namespaces;
        var spaces = linux.Namespaces.Select(space => space.Type switch
        {
            "network" => spec.Network == NetworkMode.Host ? null : From(space, choices.Network, input.Joined),
            "pid" => From(space, choices.Pid, input.Joined),
            "ipc" => From(space, choices.Ipc, input.Joined),
            "uts" => From(space, choices.Uts, input.Joined),
            "cgroup" => From(space, choices.Cgroup, input.Joined),
            _ => space,
        }).OfType<NamespaceSpec>().ToList();
        if (choices.Time is { } time)
        {
            spaces.Add(new NamespaceSpec("time"));
            linux = linux with { TimeOffsets = new Dictionary<string, TimeOffsetSpec> { ["monotonic"] = Offset(time.Monotonic), ["boottime"] = Offset(time.Boottime) } };
        }
        if (record.UserRange is not { } users) return linux with { Namespaces = spaces };
        var groups = record.GroupRange ?? users;
        return linux with
        {
            Namespaces = [.. spaces, new NamespaceSpec("user")],
            UidMappings = [new(0, users.First, users.Count)],
            GidMappings = [new(0, groups.First, groups.Count)],
        };
    }

    private static NamespaceSpec? From(NamespaceSpec own, NamespaceChoice choice, JoinedNamespaces joined) => choice.Origin switch
    {
        NamespaceOrigin.Own => own,
        NamespaceOrigin.Host => null,
        NamespaceOrigin.Path => own with { Path = choice.Of },
        _ => own with { Path = joined.Paths[own.Type] },
    };

    // Whole seconds rounded down, as a timespec has them: -0.5 s is -1 s and half a second.
    private static TimeOffsetSpec Offset(TimeSpan offset)
    {
        long seconds = (long)Math.Floor(offset.TotalSeconds);
        return new TimeOffsetSpec(seconds, (uint)((offset.Ticks - seconds * TimeSpan.TicksPerSecond) * 100));
    }
}
