using Fleet.Api.Contracts;

namespace Fleet.Api.Errors;

/// <summary>A request that is refused here, before the engine or the cluster was asked.</summary>
internal sealed class RefusedException(int status, ApiError error) : Exception(error.Message)
{
    public int Status { get; } = status;

    public ApiError Error { get; } = error;

    public static RefusedException Invalid(string message) => new(400, new ApiError { Code = ErrorCodes.Invalid, Message = message });

    public static RefusedException NoEngine(string node) => new(501, new ApiError
    {
        Code = ErrorCodes.NotSupported,
        Message = $"{node} runs no containers: it lacks the role worker",
        Cure = "pick another node with --node",
    });

    public static RefusedException NoCluster(string node) => new(501, new ApiError
    {
        Code = ErrorCodes.NotSupported,
        Message = $"{node} belongs to no cluster: it has no doors of control hosts",
        Cure = "name them in its configuration, or pick another node with --node",
    });

    public static RefusedException NotFound(string message) => new(404, new ApiError { Code = ErrorCodes.NotFound, Message = message });

    public static RefusedException Forbidden(string message) => new(403, new ApiError { Code = ErrorCodes.Forbidden, Message = message });
}
