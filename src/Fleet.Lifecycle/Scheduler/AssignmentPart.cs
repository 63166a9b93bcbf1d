using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>An assignment set in the making, with about how many bytes it will take.</summary>
internal sealed class AssignmentPart(ImmutableArray<AllocationId> dropped)
{
    private readonly ImmutableArray<Assignment>.Builder _assignments = ImmutableArray.CreateBuilder<Assignment>();
    private readonly ImmutableArray<JobVersion>.Builder _versions = ImmutableArray.CreateBuilder<JobVersion>();
    private readonly ImmutableArray<JobLimits>.Builder _limits = ImmutableArray.CreateBuilder<JobLimits>();
    private readonly Dictionary<string, ImageSource> _images = new(StringComparer.Ordinal);

    public int Bytes { get; private set; } = dropped.Length * 10;

    public void Add(Assignment assignment, JobVersion? fresh, IEnumerable<ImageSource> images, int bytes)
    {
        _assignments.Add(assignment);
        if (fresh is not null) _versions.Add(fresh);
        foreach (var image in images) _images[image.Digest] = image;
        Bytes += bytes;
    }

    public void Add(JobLimits limits)
    {
        _limits.Add(limits);
        Bytes += 100 + 2 * limits.Job.Length;
    }

    public AssignmentSet ToSet(long epoch, long session, long number, bool begins, bool completes) => new()
    {
        Epoch = epoch, Session = session, Number = number, Begins = begins, Completes = completes,
        Assignments = _assignments.DrainToImmutable(), Versions = _versions.DrainToImmutable(),
        Dropped = dropped, Images = [.. _images.Values], JobLimits = _limits.DrainToImmutable(),
    };

    public static int SizeOf(in AllocationRow row, JobVersion? fresh)
    {
        int bytes = 130 + row.Ports.Length * 24;
        if (fresh is null) return bytes;
        bytes += 500;
        foreach (var group in fresh.Spec.Groups)
        {
            var container = group.Container;
            bytes += 1200 + container.Command.Sum(word => word.Length + 2) + container.Mounts.Sum(mount => mount.Source.Length + mount.Target.Length + 10);
            bytes += container.Environment.Sum(one => one.Key.Length + one.Value.Length + 6) + container.Labels.Sum(one => one.Key.Length + one.Value.Length + 6);
        }
        return bytes;
    }
}
