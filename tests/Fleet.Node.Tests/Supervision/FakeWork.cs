using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Supervision;

/// <summary>Work whose outcomes a test decides; nothing touches the kernel.</summary>
internal sealed class FakeWork : IContainerWork
{
    private int _adoptions;

    /// <summary>So many adoptions fail before one succeeds.</summary>
    public int FailingAdoptions { get; init; }

    public ContainerStatus Adopted { get; init; } = new() { Phase = Phase.Exited, ExitCode = 3, FinishedAt = DateTimeOffset.UnixEpoch };

    public Func<Task> Preparing { get; init; } = () => Task.CompletedTask;

    public Func<Exception> CreateError { get; init; } = () => new ContainerStartException(125, "not made");

    public int Adoptions => _adoptions;

    public int Deletions { get; private set; }

    public ImageRecord? FindImage(string digest) => digest.Length == 0 ? null : A.Image();

    public async Task<AllocationRecord> PrepareAsync(AllocationRecord record, ImageRecord image)
    {
        await Preparing();
        return record;
    }

    public Task<RunningContainer> CreateAsync(AllocationRecord record, ImageRecord image, TerminalSize? terminal) =>
        Task.FromException<RunningContainer>(CreateError());

    public Task<(RunningContainer? Running, ContainerStatus Status)> AdoptAsync(AllocationRecord record) =>
        Interlocked.Increment(ref _adoptions) <= FailingAdoptions
            ? Task.FromException<(RunningContainer?, ContainerStatus)>(new IOException("the disk does not answer"))
            : Task.FromResult<(RunningContainer?, ContainerStatus)>((null, Adopted));

    public Task DiscardAsync(RunningContainer running) => Task.CompletedTask;

    public Task DeleteAsync(AllocationRecord record)
    {
        Deletions++;
        return Task.CompletedTask;
    }
}
