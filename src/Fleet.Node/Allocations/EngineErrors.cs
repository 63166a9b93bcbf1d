using Fleet.Containers;
using Fleet.Containers.Spec;
using Fleet.Images;
using Fleet.Linux.Cgroups;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>What went wrong below, in the engine's terms.</summary>
internal static class EngineErrors
{
    public static EngineException Of(Exception error, AllocationRecord record) => Of(error, record.Name);

    /// <param name="what">The container or image it was about, named where the error itself may not.</param>
    public static EngineException Of(Exception error, string what) => error switch
    {
        AggregateException { InnerExceptions: [var only] } => Of(only, what),
        EngineException known => known,
        ContainerStartException start => new(EngineError.StartFailed, start.Message, start.ExitCodeHint, start),
        ContainerStateException state => new(EngineError.Conflict, state.Message, inner: state),
        SpecException or CgroupLimitException => new(EngineError.Invalid, error.Message, inner: error),
        ImageException image => new(CodeOf(image.Problem), image.Message, inner: image),
        OperationCanceledException => new(EngineError.Unavailable, $"{what}: given up", inner: error),
        IOException or UnauthorizedAccessException => new(EngineError.Internal, $"{what}: {error.Message}", inner: error),
        _ => new(EngineError.Internal, $"{what}: {error.GetType().Name}: {error.Message}", inner: error),
    };

    private static EngineError CodeOf(ImageProblem problem) => problem switch
    {
        ImageProblem.NotFound or ImageProblem.NoPlatform => EngineError.NotFound,
        ImageProblem.Ambiguous => EngineError.Ambiguous,
        ImageProblem.InUse => EngineError.Conflict,
        ImageProblem.Unreachable or ImageProblem.Denied => EngineError.Unavailable,
        ImageProblem.Storage => EngineError.Internal,
        _ => EngineError.Invalid,
    };
}
