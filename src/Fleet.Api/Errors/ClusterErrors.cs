using Fleet.Api.Contracts;
using Fleet.Client;

namespace Fleet.Api.Errors;

/// <summary>What the cluster refused, in the API's words.</summary>
internal static class ClusterErrors
{
    public static ApiError Of(FleetException e) => e switch
    {
        FleetRejectedException rejected => new ApiError
        {
            Code = ErrorCodes.Rejected,
            Message = rejected.Errors.IsEmpty ? rejected.Message : "the job was rejected:",
            Fields = rejected.Errors,
            ExitCode = rejected.ExitCode,
        },
        FleetNotFoundException => new ApiError { Code = ErrorCodes.NotFound, Message = e.Message },
        FleetBusyException busy => new ApiError
        {
            Code = ErrorCodes.Busy,
            Message = e.Message,
            Cure = $"try again in {busy.RetryAfter.TotalSeconds:0.#} s",
            RetryAfter = busy.RetryAfter,
        },
        _ => new ApiError { Code = ErrorCodes.Unreachable, Message = e.Message, Cure = "see whether a control host runs: 'fleet lab status', 'fleet node list'" },
    };

    public static int StatusOf(FleetException e) => e switch
    {
        FleetRejectedException => 422,
        FleetNotFoundException => 404,
        _ => 503,
    };
}
