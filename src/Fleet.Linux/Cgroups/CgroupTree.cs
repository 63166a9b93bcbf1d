namespace Fleet.Linux.Cgroups;

/// <summary>Making and removing a group's folders in one hierarchy.</summary>
internal static class CgroupTree
{
    private const int EndingAttempts = 50;
    private static readonly TimeSpan EndingPause = TimeSpan.FromMilliseconds(2);

    /// <summary>How often a group that is still busy is tried again: its last processes are on their way out.</summary>
    private const int Attempts = 200;

    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Makes all folders of a path, each prepared in its parent first. Another container's end may remove a parent that was empty
    /// for a moment, so a parent that vanishes means: from the top again.
    /// </summary>
    /// <param name="prepare">Null: nothing is to be done in a new folder.</param>
    public static void Make(string mountPoint, string path, Action<string, string>? prepare = null)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                if (TryMake(mountPoint, path, prepare))
                {
                    return;
                }
            }
            catch (KernelException e) when (e.Errno.Value is CgroupFile.NoEntry or CgroupFile.NoSuchDevice && attempt < Attempts)
            {
                // It was removed after it had been made.
            }

            if (attempt == Attempts)
            {
                throw new KernelException("make the cgroup", Path.Combine(mountPoint, path), new Errno(CgroupFile.NoEntry), "its parent keeps disappearing");
            }
        }
    }

    /// <summary>Removes a group with those below it; a busy one is tried for two seconds.</summary>
    public static void Remove(string folder)
    {
        for (int attempt = 0; ; attempt++)
        {
            Errno? errno = RemoveOnce(folder);
            if (errno is null)
            {
                return;
            }

            if (attempt == Attempts)
            {
                throw new KernelException("remove the cgroup", folder, errno.Value, "stop what still runs in it, then try again");
            }

            Thread.Sleep(attempt < 10 ? ShortPause : Pause);
        }
    }

    /// <summary>One attempt at a group alone, then at its parents.</summary>
    public static void RemoveIfEmpty(string mountPoint, string path)
    {
        string folder = Path.Combine(mountPoint, path);
        for (int attempt = 0; CgroupFile.TryRemove(folder) is not null; attempt++)
        {
            // A process that ended a moment ago is on no list any more but counts until the kernel has switched away from it.
            if (attempt == EndingAttempts || !LooksEmpty(folder))
            {
                return;
            }

            Thread.Sleep(EndingPause);
        }

        RemoveEmptyParents(mountPoint, path);
    }

    private static bool LooksEmpty(string folder)
    {
        try
        {
            return !Directory.EnumerateDirectories(folder).Any() && !ProcessList.ReadOthers(folder).Any();
        }
        catch (IOException)
        {
            return false;       // somebody else was faster
        }
    }

    /// <summary>Removes the parents of a path that are empty, upwards, ending with the path's first name.</summary>
    public static void RemoveEmptyParents(string mountPoint, string path)
    {
        for (string? parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            if (CgroupFile.TryRemove(Path.Combine(mountPoint, parent)) is not null)
            {
                return;     // has children or processes: somebody else's end will remove it
            }
        }
    }

    private static bool TryMake(string mountPoint, string path, Action<string, string>? prepare)
    {
        if (prepare is null && CgroupFile.Make(Path.Combine(mountPoint, path)))
        {
            return true;    // those above it were there
        }

        string folder = mountPoint;
        foreach (string name in path.Split('/'))
        {
            string parent = folder;
            folder = Path.Combine(folder, name);
            if (!CgroupFile.Make(folder))
            {
                return false;
            }

            prepare?.Invoke(parent, folder);
        }

        return true;
    }

    private static Errno? RemoveOnce(string folder)
    {
        if (Directory.Exists(folder))
        {
            foreach (string child in Children(folder))
            {
                if (RemoveOnce(child) is { } errno)
                {
                    return errno;
                }
            }
        }

        return CgroupFile.TryRemove(folder);
    }

    private static string[] Children(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
