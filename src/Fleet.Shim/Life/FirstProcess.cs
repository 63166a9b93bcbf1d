using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;
using Fleet.Shim.Streams;
using Fleet.Shim.Users;

namespace Fleet.Shim.Life;

/// <summary>The container's first process from nothing to where it waits for its start, and over that gate.</summary>
internal sealed unsafe class FirstProcess
{
    private readonly ShimConfig _config;
    private readonly ContainerPlan _plan;
    private readonly PreparedChild _child;
    private ContainerRoot? _root;

    private FirstProcess(ShimConfig config, ContainerPlan plan, PreparedChild child, ChildStreams streams)
    {
        _config = config;
        _plan = plan;
        _child = child;
        Streams = streams;
    }

    internal int Pid => _child.Pid;

    internal ChildStreams Streams { get; }

    internal ResolvedUser? User { get; private set; }

    /// <exception cref="KernelException">A step failed; nothing is left of it.</exception>
    /// <exception cref="UnknownUserException">The root has no such user.</exception>
    internal static FirstProcess Create(ShimConfig config, string folder)
    {
        ChildStreams streams = ChildStreams.Open(config.Process, discardOutput: false);
        List<(NamespaceKind Kind, int Fd)> joined = OpenJoined(config);
        var doors = GroupDoors.Open(config.Cgroup);
        PreparedTrees? trees = null;
        FirstProcess? made = null;
        try
        {
            trees = UserNamespace.Prepare(config, folder);
            SharedTrees.Prepare(config, folder, trees);
            ContainerPlan plan = ContainerPlan.Write(config, folder, streams, joined, trees, doors);
            made = new FirstProcess(config, plan, Clone(config, plan, joined, doors.Unified), streams);
            made.BringToGate();
            return made;
        }
        catch
        {
            made?.Abandon();
            streams.Close();
            throw;
        }
        finally
        {
            doors.Close();
            joined.ForEach(space => Raw.Close(space.Fd));
            trees?.Close();
        }
    }

    /// <summary>Lets the program run.</summary>
    /// <returns>Null once execve has succeeded, else why it has not.</returns>
    internal FailedMessage? Start()
    {
        *_plan.Identity = Identity.Of(User!, _config.Process);
        if (!_child.Open(new ReadOnlySpan<byte>(_plan.Identity, sizeof(Identity))))
        {
            return null; // killed while it waited: that is its end, and told as such
        }

        return _child.NextReport(out int step, out Errno errno) ? Explain(step, errno) : null;
    }

    internal int TakePidFd() => _child.TakePidFd();

    /// <summary>Kills what there is and reaps it.</summary>
    internal void Abandon()
    {
        if (_child.PidFd >= 0)
        {
            Raw.Call(Nr.PidfdSendSignal, _child.PidFd, 9, 0, 0);
            Server.ProcessEnd.Await(_child.Pid);
        }

        Close();
    }

    internal void Close()
    {
        _child.Dispose();
        _plan.Dispose();
        _root?.Dispose();
        _root = null;
    }

    private void BringToGate()
    {
        if (_config.UidMappings.Count > 0)
        {
            Placement.WriteMaps(Pid, _config.UidMappings, _config.GidMappings);
        }

        Placement.Limit(_child, _config.Process);
        _child.Open([1]);
        if (!_child.NextReport(out int step, out Errno errno))
        {
            Server.ProcessEnd? end = Server.ProcessEnd.Await(Pid);
            Raw.Close(_child.TakePidFd());
            throw new KernelException(
                "set up", "the container", new Errno(3),
                $"its process was killed on the way (signal {end?.Signal}); if the memory limit is small, raise it");
        }

        if (step != _plan.Stands)
        {
            throw new KernelException(_plan.Calls.WordsOf(step), $"in container {_config.Id}", errno, StepCure.For(_plan.Calls.WordsOf(step), errno));
        }

        Streams.FetchTerminal(_child.PidFd, _config.Process);
        Streams.CloseChildEnds();
        _root = ContainerRoot.Of(Pid);
        User = MappedIds.Within(_config, Users.UserFiles.Resolve(_root, _config.Process), _config.Process);
    }

    private FailedMessage Explain(int step, Errno errno)
    {
        (int from, int to) = (_plan.Tries.Start.Value, _plan.Tries.End.Value);
        return step >= from && step < to
            ? ProgramFailure.Explain(_plan.Calls.WordsOf(step), errno, _config.Process, _root)
            : new FailedMessage(125, errno.Value, $"{_plan.Calls.WordsOf(step)}: {errno}");
    }

    private static PreparedChild Clone(ShimConfig config, ContainerPlan plan, List<(NamespaceKind Kind, int Fd)> joined, int cgroup)
    {
        BirthPlace.MakeTime(config);
        int pids = joined.Find(space => space.Kind == NamespaceKind.Pid) is { Fd: > 0 } found ? found.Fd : -1;
        using var born = BirthPlace.Enter(pids);
        return PreparedChild.Clone(plan.Calls, NewNamespaces(config), cgroup);
    }

    private static CloneFlags NewNamespaces(ShimConfig config)
    {
        CloneFlags flags = CloneFlags.None;
        foreach (NamespacePlan plan in config.Namespaces)
        {
            // The cgroup namespace is made by the child itself, once it is in its group; the time namespace was made before it.
            flags |= plan.Path.Length == 0 && plan.Kind is not (NamespaceKind.Cgroup or NamespaceKind.Time) ? NamespaceFlags.Of(plan.Kind) : 0;
        }

        return flags;
    }

    private static List<(NamespaceKind Kind, int Fd)> OpenJoined(ShimConfig config)
    {
        var joined = new List<(NamespaceKind, int)>();
        foreach (NamespacePlan plan in config.Namespaces)
        {
            if (plan.Path.Length > 0)
            {
                joined.Add((plan.Kind, (int)Raw.Check(KernelFile.Open(plan.Path, 0), "open the namespace", plan.Path, "it must exist while the container starts")));
            }
        }

        return joined;
    }
}
