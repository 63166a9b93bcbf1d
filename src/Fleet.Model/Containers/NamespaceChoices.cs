using System.Text.Json.Serialization;

namespace Fleet.Model;

public enum NamespaceOrigin
{
    /// <summary>Made for the container.</summary>
    Own,

    /// <summary>The node's.</summary>
    Host,

    /// <summary>That of another container of the same node, which must be running.</summary>
    Container,

    /// <summary>A file of the node that holds a namespace open, such as <c>/run/netns/blue</c>.</summary>
    Path,
}

public enum IpcSharing
{
    /// <summary>Other containers may join it, /dev/shm with it.</summary>
    Shareable,

    /// <summary>Nobody may.</summary>
    Private,

    /// <summary>Nobody may, and there is no /dev/shm.</summary>
    None,
}

/// <summary>Where one namespace of a container comes from; written as docker does (<see cref="Notation.NamespaceText"/>).</summary>
/// <param name="Origin">Made, or whose.</param>
/// <param name="Of">The container's name or id, or the path.</param>
public sealed record NamespaceChoice(NamespaceOrigin Origin, string Of = "")
{
    public static NamespaceChoice Own { get; } = new(NamespaceOrigin.Own);

    public static NamespaceChoice Host { get; } = new(NamespaceOrigin.Host);

    /// <summary>Another container's, or by a path: entered with setns(2).</summary>
    [JsonIgnore]
    public bool IsJoined => Origin is NamespaceOrigin.Container or NamespaceOrigin.Path;

    public override string ToString() => Notation.NamespaceText.Format(this);
}

/// <summary>What is added to the node's clocks in a time namespace (time_namespaces(7)); the wall clock is the node's.</summary>
public sealed record TimeOffsets(TimeSpan Monotonic, TimeSpan Boottime);

/// <summary>Namespaces of a container that are not simply its own. Its mount namespace always is.</summary>
public sealed record NamespaceChoices
{
    /// <summary>Joined instead of what <see cref="ContainerSpec.Network"/> says; else <see cref="NamespaceOrigin.Own"/>.</summary>
    public NamespaceChoice Network { get; init => field = value ?? NamespaceChoice.Own; } = NamespaceChoice.Own;

    public NamespaceChoice Pid { get; init => field = value ?? NamespaceChoice.Own; } = NamespaceChoice.Own;

    public NamespaceChoice Ipc { get; init => field = value ?? NamespaceChoice.Own; } = NamespaceChoice.Own;

    public NamespaceChoice Uts { get; init => field = value ?? NamespaceChoice.Own; } = NamespaceChoice.Own;

    /// <summary>Own or the host's.</summary>
    public NamespaceChoice Cgroup { get; init => field = value ?? NamespaceChoice.Own; } = NamespaceChoice.Own;

    /// <summary>Of an IPC namespace of its own.</summary>
    public IpcSharing IpcSharing { get; init; }

    /// <summary>Null: the node's time namespace.</summary>
    public TimeOffsets? Time { get; init; }

    /// <summary>Each that may be joined, with its name in docker's options.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, NamespaceChoice Choice)> Joinable => [("network", Network), ("pid", Pid), ("ipc", Ipc), ("uts", Uts)];

    /// <summary>The same with the containers' names replaced, such as by their ids.</summary>
    public NamespaceChoices WithContainers(Func<string, string> name)
    {
        return this with { Network = Named(Network), Pid = Named(Pid), Ipc = Named(Ipc), Uts = Named(Uts) };

        NamespaceChoice Named(NamespaceChoice choice) => choice.Origin == NamespaceOrigin.Container ? choice with { Of = name(choice.Of) } : choice;
    }
}
