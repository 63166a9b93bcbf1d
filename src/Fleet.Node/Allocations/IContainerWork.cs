using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Lifecycle.Containers;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>What a container's actor sets going outside of actors.</summary>
internal interface IContainerWork
{
    /// <summary>Null when the node lacks it.</summary>
    ImageRecord? FindImage(string digest);

    /// <summary>The writable layer and the volumes. The record that comes back knows its anonymous ones.</summary>
    Task<AllocationRecord> PrepareAsync(AllocationRecord record, ImageRecord image);

    /// <summary>Makes the run that the record names; nothing of it is left when this fails.</summary>
    Task<RunningContainer> CreateAsync(AllocationRecord record, ImageRecord image, TerminalSize? terminal);

    /// <summary>What there is of the current run.</summary>
    Task<(RunningContainer? Running, ContainerStatus Status)> AdoptAsync(AllocationRecord record);

    /// <summary>A run that was made and is not wanted any more.</summary>
    Task DiscardAsync(RunningContainer running);

    /// <summary>Everything: what runs, the log, the writable layer, its part in volumes.</summary>
    Task DeleteAsync(AllocationRecord record);
}
