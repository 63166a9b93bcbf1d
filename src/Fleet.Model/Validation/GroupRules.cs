using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>Name, count, tries and placement of one task group.</summary>
internal static class GroupRules
{
    public static void Check(TaskGroup group, Faults faults)
    {
        faults.Add("", Names.DnsLabelFault(group.Name) is string fault ? "the service's name " + fault : null);
        faults.Require(group.Replicas >= 0, "deploy.replicas", $"{group.Replicas} is below 0 (0 means scaled down)");
        faults.Require(group.Retries is >= 0 and <= 1_000_000, "x-fleet.retries", $"{group.Retries} is out of range (0 to 1000000)");
        faults.Require(group.TimeLimit >= TimeSpan.Zero, "x-fleet.time_limit", $"{DurationText.Format(group.TimeLimit)} is below 0 (0 means no limit)");
        if (group.Type == TaskType.Service)
        {
            faults.Require(group.Retries == 0, "x-fleet.retries", "only a batch task is retried (for a service, use deploy.restart_policy.max_attempts)");
            faults.Require(group.TimeLimit == TimeSpan.Zero, "x-fleet.time_limit", "only a batch task has a time limit (add x-fleet.type: batch)");
        }

        faults.Require(Enum.IsDefined(group.Type), "x-fleet.type", "is neither service nor batch");
        CheckConstraints(group.Constraints.OrEmpty(), faults);
        LabelRules.Check("deploy.labels", group.Labels, faults);
        PolicyRules.Check(group, faults);
        PortRules.Check(group, faults);
        ReservationRules.Check(group, faults);
        ContainerRules.Check(group.Container, faults);
        ImmutableArray<MountSpec> mounts = group.Container.Mounts.OrEmpty();
        foreach (string volume in group.RecreateVolumes.OrEmpty())
        {
            bool mounted = mounts.Any(mount => mount.Type == MountType.Volume && mount.Source == volume);
            faults.Require(mounted, $"x-fleet.volumes.{volume}", $"the service mounts no volume '{volume}' (add it under volumes, or leave this out)");
        }
    }

    private static void CheckConstraints(ImmutableArray<Constraint> constraints, Faults faults)
    {
        for (int i = 0; i < constraints.Length; i++)
        {
            faults.Add($"deploy.placement.constraints[{i}]", ConstraintText.Fault(constraints[i]));
        }
    }
}
