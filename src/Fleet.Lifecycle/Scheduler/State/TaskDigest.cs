using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>Whether two forms of a group describe the same task, so that what runs need not be replaced.</summary>
internal static class TaskDigest
{
    public static bool Same(TaskGroup one, TaskGroup other) => Of(one) == Of(other);

    // Counts and policies concern the scheduler alone; labels of the group are not the container's.
    private static string Of(TaskGroup group)
    {
        var plain = new TaskGroup { Name = group.Name, Container = group.Container };
        return JobDigest.Of(new Job
        {
            Name = group.Name,
            Groups =
            [
                group with
                {
                    Replicas = plain.Replicas, Retries = plain.Retries, TimeLimit = plain.TimeLimit, Restart = plain.Restart,
                    Disconnect = plain.Disconnect with { StopOnClientAfter = group.Disconnect.StopOnClientAfter }, Labels = plain.Labels,
                },
            ],
        });
    }
}
