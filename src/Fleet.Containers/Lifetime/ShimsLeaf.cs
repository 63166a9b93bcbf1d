using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Lifetime;

/// <summary>
/// The group in which the shims sit, outside their containers' limits. It goes when the last of them has ended, but not under the
/// feet of one that is just being started.
/// </summary>
internal sealed class ShimsLeaf(ICgroupDriver driver, string path)
{
    private readonly Lock _lock = new();
    private int _entering;

    public ICgroup Group => driver.At(path);

    /// <summary>Makes the leaf and keeps it until <see cref="Entered"/>.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _entering++;
            driver.Create(path);
        }
    }

    /// <summary>Starts a shim by a thread that sits in the leaf, where that makes it be born there (<see cref="ICgroup.AddThisThread"/>).</summary>
    public Task<T> StartInsideAsync<T>(Func<T> start)
    {
        var started = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Group.AddThisThread();
                started.SetResult(start());
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }) { IsBackground = true, Name = "shim start" }.Start();     // it ends there: no thread of the agent stays in the leaf
        return started.Task;
    }

    /// <summary>The shim sits in it, or will not.</summary>
    public void Entered()
    {
        lock (_lock)
        {
            _entering--;
        }
    }

    public void RemoveIfEmpty()
    {
        lock (_lock)
        {
            if (_entering == 0)
            {
                Group.RemoveIfEmpty();
            }
        }
    }
}
