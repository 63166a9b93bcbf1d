using Fleet.Linux;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Lifetime;

/// <summary>
/// The groups PARENT/JOB, which limit what all containers of a job use together. Such a group comes with the job's first container
/// and goes with its last; the limits are remembered here, and an agent says them anew when it starts.
/// </summary>
public sealed class JobGroups
{
    private readonly ICgroupDriver _driver;
    private readonly string _parent;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CgroupLimits> _limits = [];
    private readonly HashSet<string> _unsettled = [];

    internal JobGroups(ICgroupDriver driver, string parent) => (_driver, _parent) = (driver, parent);

    /// <summary>What the job may use from now on; what is not named any more is lifted. Its next container begins under it.</summary>
    public void Say(string job, CgroupLimits limits)
    {
        string path = GroupNames.OfJob(_parent, job);
        lock (_lock)
        {
            _limits[path] = limits.After(_limits.GetValueOrDefault(path) ?? new CgroupLimits());
            _unsettled.Add(path);
        }
    }

    /// <summary>
    /// Sets what was said last for the containers that run. When it throws, the old limits hold on, and these are tried again
    /// whenever a container of the job begins or ends.
    /// </summary>
    /// <exception cref="CgroupLimitException">More memory is in use than the job shall have, and the like.</exception>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public void Settle(string job)
    {
        string path = GroupNames.OfJob(_parent, job);
        lock (_lock)
        {
            if (_driver.At(path).Exists)
            {
                Apply(path);
            }
        }
    }

    /// <summary>A container's group has just been made, and with it perhaps its job's.</summary>
    internal void Begins(string containerPath)
    {
        string path = Path.GetDirectoryName(containerPath)!;
        lock (_lock)
        {
            Apply(path);
        }
    }

    /// <summary>A container has gone: limits that did not fit before may fit now.</summary>
    internal void HasEnded(string containerPath)
    {
        string path = Path.GetDirectoryName(containerPath)!;
        lock (_lock)
        {
            if (!_unsettled.Contains(path) || !_driver.At(path).Exists)
            {
                return;
            }

            try
            {
                Apply(path);
            }
            catch (Exception e) when (e is CgroupLimitException or KernelException)
            {
                // Nothing new: whoever set them was told, and the next one that begins or ends tries again.
            }
        }
    }

    private void Apply(string path)
    {
        if (!_limits.TryGetValue(path, out CgroupLimits? limits))
        {
            return;
        }

        _unsettled.Add(path);
        _driver.At(path).Apply(limits with { Cpus = limits.Cpus is { } cpus ? Math.Min(cpus, _driver.Capacity().Cpus) : null });
        _unsettled.Remove(path);
    }
}
