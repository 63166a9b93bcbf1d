using Fleet.Model;

namespace Fleet.Lifecycle.Containers;

/// <summary>Where a container machine stands; finer than the phase that is reported.</summary>
public enum Stage
{
    Pending,
    FetchingImage,
    MakingSnapshot,
    Creating,

    /// <summary>Created; its start was asked for, or its end if it is not to run any more.</summary>
    Created,
    Running,
    Paused,
    Exited,
    Deleting,
    Removed,
}

internal static class Stages
{
    public static Phase PhaseOf(Stage stage) => stage switch
    {
        Stage.Pending => Phase.Pending,
        Stage.FetchingImage or Stage.MakingSnapshot or Stage.Creating => Phase.Preparing,
        Stage.Created => Phase.Created,
        Stage.Running => Phase.Running,
        Stage.Paused => Phase.Paused,
        Stage.Exited or Stage.Deleting => Phase.Exited,
        _ => Phase.Removed,
    };

    public static Stage StageOf(Phase phase) => phase switch
    {
        Phase.Created => Stage.Created,
        Phase.Running => Stage.Running,
        Phase.Paused => Stage.Paused,
        Phase.Exited => Stage.Exited,
        Phase.Removed => Stage.Removed,
        _ => Stage.Pending,
    };
}
