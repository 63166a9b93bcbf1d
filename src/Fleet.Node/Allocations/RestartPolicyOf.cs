using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>docker's restart policies in the terms of <see cref="RestartPolicy"/>. Tasks are restarted by the scheduler alone.</summary>
internal static class RestartPolicyOf
{
    public static RestartPolicy Record(AllocationRecord record) => record.Assignment is not null ? RestartPolicy.Never : record.Restart.Mode switch
    {
        RestartMode.No => RestartPolicy.Never,
        RestartMode.OnFailure => RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = record.Restart.MaxRetries },
        _ => RestartPolicy.Default,
    };
}
