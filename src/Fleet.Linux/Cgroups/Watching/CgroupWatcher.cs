using Fleet.Linux.Files;

namespace Fleet.Linux.Cgroups.Watching;

/// <summary>
/// Hears from the kernel when a group runs into a limit. One thread for any number of groups, which sleeps until then; a group
/// that runs into its limits without end wakes it five times a second at most.
/// </summary>
public sealed unsafe class CgroupWatcher : IDisposable
{
    private const int PauseMilliseconds = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, WatchedGroup> _byWatch = [];
    private readonly HashSet<WatchedGroup> _groups = [];
    private readonly OwnedFd _inotify;
    private readonly OwnedFd _wake;     // the list of what to listen to has changed, or the end has come
    private readonly Thread _thread;
    private bool _disposed;

    /// <exception cref="KernelException">No descriptors are left.</exception>
    public CgroupWatcher()
    {
        _inotify = new OwnedFd(KernelException.Check(AlarmCalls.InotifyInit(AlarmCalls.CloseOnExec | AlarmCalls.NonBlocking), "open", "an inotify queue"));
        _wake = NewEvent();
        _thread = new Thread(Listen) { IsBackground = true, Name = "cgroup alarms" };
        _thread.Start();
    }

    /// <param name="hit">Called on the watcher's thread after something happened in the group; what, its counters tell. May be called once too often.</param>
    /// <returns>Ends the watching when disposed.</returns>
    /// <exception cref="KernelException">The group is gone, or inotify's bounds are reached (fs.inotify.max_user_watches).</exception>
    public IDisposable Watch(ICgroup group, Action hit)
    {
        var watched = new WatchedGroup(this, hit);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _groups.Add(watched);
            try
            {
                foreach (CgroupAlarm alarm in group.Alarms)
                {
                    Add(watched, alarm);
                }
            }
            catch
            {
                Remove(watched);
                throw;
            }
        }

        Wake();
        return watched;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Wake();
        _thread.Join();
        foreach (WatchedGroup group in _groups.ToList())
        {
            Remove(group);
        }

        _inotify.Dispose();
        _wake.Dispose();
    }

    internal void Forget(WatchedGroup group)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                Remove(group);
            }
        }

        Wake();
    }

    private void Add(WatchedGroup watched, CgroupAlarm alarm)
    {
        if (!alarm.ByEvent)
        {
            int watch = KernelException.Check(AlarmCalls.InotifyAdd(_inotify.Number, alarm.File, AlarmCalls.Modify), "watch", alarm.File);
            _byWatch[watch] = watched;
            watched.Watches.Add(watch);
            return;
        }

        watched.Event = NewEvent();
        using var file = new OwnedFd(KernelException.Check(AlarmCalls.Open(alarm.File, AlarmCalls.CloseOnExec), "open", alarm.File));
        CgroupFile.Write(Path.GetDirectoryName(alarm.File)!, "cgroup.event_control", $"{watched.Event.Number} {file.Number}");
    }

    private void Remove(WatchedGroup group)
    {
        if (!_groups.Remove(group))
        {
            return;
        }

        foreach (int watch in group.Watches)
        {
            _byWatch.Remove(watch);
            _ = AlarmCalls.InotifyRemove(_inotify.Number, watch);       // EINVAL: it went with its file
        }

        group.Event?.Dispose();
    }

    private void Listen()
    {
        while (true)
        {
            var (fds, groups) = Listened();
            fixed (AlarmCalls.PollFd* start = fds)
            {
                _ = AlarmCalls.Poll(start, (nuint)fds.Length, -1);
            }

            HashSet<WatchedGroup> hit = Collect(fds, groups);
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }
            }

            foreach (WatchedGroup group in hit)
            {
                group.Hit();
            }

            if (hit.Count > 0)
            {
                Thread.Sleep(PauseMilliseconds);    // the rest of a burst is heard as one
            }
        }
    }

    private (AlarmCalls.PollFd[] Fds, WatchedGroup?[] Groups) Listened()
    {
        lock (_gate)
        {
            WatchedGroup[] events = [.. _groups.Where(group => group.Event is not null)];
            int[] numbers = [_wake.Number, _inotify.Number, .. events.Select(group => group.Event!.Number)];
            return ([.. numbers.Select(fd => new AlarmCalls.PollFd { Fd = fd, Events = AlarmCalls.In })], [null, null, .. events]);
        }
    }

    private HashSet<WatchedGroup> Collect(AlarmCalls.PollFd[] fds, WatchedGroup?[] groups)
    {
        var hit = new HashSet<WatchedGroup>();
        lock (_gate)
        {
            ulong count;
            for (int i = 0; i < fds.Length; i++)
            {
                if (fds[i].Returned == 0 || (groups[i] is { } known && !_groups.Contains(known)))
                {
                    continue;
                }

                if (i == 1)
                {
                    DrainInotify(hit);
                    continue;
                }

                _ = AlarmCalls.Read(fds[i].Fd, (byte*)&count, sizeof(ulong));
                if (groups[i] is { } group)
                {
                    hit.Add(group);
                }
            }
        }

        return hit;
    }

    /// <summary>struct inotify_event: watch, mask, cookie, length of a name (which files do not have), four bytes each.</summary>
    private void DrainInotify(HashSet<WatchedGroup> hit)
    {
        const int Bytes = 4096, Size = 16;
        byte* buffer = stackalloc byte[Bytes];
        for (nint read; (read = AlarmCalls.Read(_inotify.Number, buffer, Bytes)) > 0;)
        {
            for (byte* at = buffer; at + Size <= buffer + read; at += Size + ((int*)at)[3])
            {
                if (_byWatch.TryGetValue(*(int*)at, out WatchedGroup? group) && (((uint*)at)[1] & AlarmCalls.Ignored) == 0)
                {
                    hit.Add(group);
                }
            }
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = AlarmCalls.Write(_wake.Number, &one, sizeof(ulong));
    }

    private static OwnedFd NewEvent() =>
        new(KernelException.Check(AlarmCalls.EventFd(0, AlarmCalls.CloseOnExec | AlarmCalls.NonBlocking), "open", "an eventfd"));
}

/// <summary>What the watcher keeps of one group.</summary>
internal sealed class WatchedGroup(CgroupWatcher watcher, Action hit) : IDisposable
{
    public List<int> Watches { get; } = [];

    public OwnedFd? Event { get; set; }

    public void Hit() => hit();

    public void Dispose() => watcher.Forget(this);
}
