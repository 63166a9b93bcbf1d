namespace Fleet.Model.Canonical;

/// <summary>
/// The canonical form of a job: the bytes that its digest is taken over. Names and order here are for ever; a new field of the
/// model is added at the end of its object, with its default.
/// </summary>
internal static class CanonicalJob
{
    private static readonly TaskGroup Plain = new() { Name = "", Container = new ContainerSpec { Image = "" } };

    public static void Write(Job job, CanonicalWriter to) => to.Root(() =>
    {
        to.Text("name", job.Name);
        // Groups are told apart by name, so their order in a file says nothing.
        to.Objects("groups", [.. (job.Groups.IsDefault ? [] : job.Groups).OrderBy(group => group.Name, StringComparer.Ordinal)], group => WriteGroup(group, to));
        to.Map("labels", job.Labels);
        if (job.NodeLimits != Plain.Container.Limits)
        {
            to.Object("nodeLimits", () => CanonicalContainer.WriteLimits(job.NodeLimits, to));
        }
    });

    private static void WriteGroup(TaskGroup group, CanonicalWriter to)
    {
        to.Text("name", group.Name);
        to.Choice("type", group.Type, Plain.Type);
        to.Number("replicas", group.Replicas, Plain.Replicas);
        to.Number("retries", group.Retries, Plain.Retries);
        to.Duration("timeLimit", group.TimeLimit, Plain.TimeLimit);
        to.Object("container", () => CanonicalContainer.Write(group.Container, to));
        to.Number("reservedMilliCpu", group.Reserved.MilliCpu, 0);
        to.Number("reservedMemoryBytes", group.Reserved.MemoryBytes, 0);
        to.Number("reservedPids", group.Reserved.Pids, 0);
        to.Objects("constraints", group.Constraints, constraint =>
        {
            to.Text("attribute", constraint.Attribute);
            to.Text("operator", constraint.Operator.ToString());
            to.Text("value", constraint.Value);
        });
        to.Object("restart", () => WriteRestart(group.Restart, to));
        to.Object("disconnect", () => WriteDisconnect(group.Disconnect, to));
        to.Objects("ports", group.Ports, port =>
        {
            to.Text("name", port.Name);
            to.Number("number", port.Number, 0);
            to.Choice("protocol", port.Protocol, PortProtocol.Tcp);
        });
        to.Texts("recreateVolumes", [.. (group.RecreateVolumes.IsDefault ? [] : group.RecreateVolumes).Order(StringComparer.Ordinal)]);
        to.Map("labels", group.Labels);
    }

    private static void WriteRestart(RestartPolicy restart, CanonicalWriter to)
    {
        to.Choice("condition", restart.Condition, RestartPolicy.Default.Condition);
        to.Number("maxAttempts", restart.MaxAttempts, RestartPolicy.Default.MaxAttempts);
        to.Duration("delay", restart.Delay, RestartPolicy.Default.Delay);
        to.Duration("maxDelay", restart.MaxDelay, RestartPolicy.Default.MaxDelay);
        to.Duration("resetAfter", restart.ResetAfter, RestartPolicy.Default.ResetAfter);
    }

    private static void WriteDisconnect(DisconnectPolicy disconnect, CanonicalWriter to)
    {
        to.Duration("lostAfter", disconnect.LostAfter, DisconnectPolicy.Default.LostAfter);
        to.Duration("stopOnClientAfter", disconnect.StopOnClientAfter);
        to.Flag("replace", disconnect.Replace, DisconnectPolicy.Default.Replace);
    }
}
