using Fleet.Linux;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;
using Fleet.Shim.Server;
using Fleet.Shim.Streams;
using Fleet.Shim.Users;

namespace Fleet.Shim.Life;

/// <summary>A process that exec adds to a running container: the same cgroup, namespaces, root and filter, by a plan of its own.</summary>
internal sealed unsafe class AddedProcess
{
    private const int PatienceMs = 10_000;

    private AddedProcess(int pid, int pidFd, ChildStreams streams)
    {
        Pid = pid;
        PidFd = pidFd;
        Streams = streams;
    }

    internal int Pid { get; }

    internal int PidFd { get; }

    internal ChildStreams Streams { get; }

    /// <summary>Returns once execve has succeeded or it is known why not; never by an exception.</summary>
    internal static AddedProcess? Start(ShimConfig config, Supervised init, ExecMessage message, out FailedMessage? failed)
    {
        ChildStreams streams = ChildStreams.Open(message.Process, message.Detached);
        AddedProcess? added = null;
        try
        {
            added = Start(config, init, message.Process, streams, out failed);
        }
        catch (KernelException e)
        {
            failed = new FailedMessage(126, e.Errno.Value, e.Message);
        }
        catch (Exception e) when (e is UnknownUserException or ArgumentException)
        {
            failed = new FailedMessage(126, 0, e.Message);
        }

        if (added is null)
        {
            streams.Close();
            if (init.IsEnding)
            {
                // Whatever it stumbled over: that is why.
                failed = new FailedMessage(FailedMessage.NotRunning, 3, "the container is not running");
            }
        }

        return added;
    }

    private static AddedProcess? Start(ShimConfig config, Supervised init, ProcessPlan process, ChildStreams streams, out FailedMessage? failed)
    {
        using ContainerRoot root = ContainerRoot.Of(init.Pid);
        ResolvedUser user = MappedIds.Within(config, UserFiles.Resolve(root, process), process);
        using JoinPlan plan = JoinPlan.Write(config, init.PidFd, process, streams);
        using PreparedChild child = CloneInto(config, init.PidFd, plan.Calls);
        Placement.Place(child, config, process);
        *plan.Identity = Identity.Of(user, process);
        child.Open([1]);
        bool stands = Next(child, out int step, out Errno errno) && step == plan.Stands && errno.Value == 0;
        if (stands)
        {
            streams.FetchTerminal(child.PidFd, process);
            streams.CloseChildEnds();
            child.Open(new ReadOnlySpan<byte>(plan.Identity, sizeof(Identity)));
            if (!Next(child, out step, out errno))
            {
                failed = null;
                return new AddedProcess(child.Pid, child.TakePidFd(), streams);
            }
        }

        ProcessEnd.Await(child.Pid);
        failed = errno.Value == 0 ? new FailedMessage(FailedMessage.NotRunning, 3, "the container is not running")
            : step >= plan.Tries.Start.Value && step < plan.Tries.End.Value ? ProgramFailure.Explain(plan.Calls.WordsOf(step), errno, process, root)
            : new FailedMessage(126, errno.Value, $"{plan.Calls.WordsOf(step)}: {errno}");
        return null;
    }

    // The loop stands still meanwhile. What the child opens is the container's, so it gets a time and no more.
    private static bool Next(PreparedChild child, out int step, out Errno errno)
    {
        if (child.HasReportWithin(PatienceMs))
        {
            return child.NextReport(out step, out errno);
        }

        Raw.Call(Nr.PidfdSendSignal, child.PidFd, 9, 0, 0);
        if (child.HasReportWithin(1000))
        {
            ProcessEnd.Await(child.Pid); // its end of the pipe is closed: it is dead
        }

        throw new KernelException("start the process", $"within {PatienceMs / 1000} s", new Errno(110), "a file or folder on its way does not answer");
    }

    private static PreparedChild CloneInto(ShimConfig config, int initPidFd, CallList calls)
    {
        int cgroup = Placement.OpenUnified(config.Cgroup);
        try
        {
            using var born = BirthPlace.Enter(config.Namespaces.Has(NamespaceKind.Pid) ? initPidFd : -1);
            return PreparedChild.Clone(calls, CloneFlags.None, cgroup);
        }
        finally
        {
            Raw.Close(cgroup);
        }
    }
}
