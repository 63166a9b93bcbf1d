namespace Fleet.Linux.Systemd;

/// <summary>How the scope that containers live in shall be (systemd.scope(5), systemd.resource-control(5)).</summary>
internal static class ScopeProperties
{
    private const ulong Infinity = ulong.MaxValue, StopMicroseconds = 10_000_000;

    public static void Write(BusWriter properties, string slice, int pid)
    {
        Property(properties, "Description", "s", value => value.Text("Containers of Fleet"));
        Property(properties, "Slice", "s", value => value.Text(slice));
        Property(properties, "PIDs", "au", value => value.Array(4, pids => pids.Number((uint)pid)));

        // What is below is ours to divide: systemd sets nothing there and moves nothing, at daemon-reload neither.
        Property(properties, "Delegate", "b", value => value.Truth(true));

        // The default is a share of the machine's pids for everything in it together.
        Property(properties, "TasksMax", "t", value => value.Long(Infinity));

        // At shutdown, or when it is stopped by hand: containers are asked to end, and so much later they are killed.
        Property(properties, "TimeoutStopUSec", "t", value => value.Long(StopMicroseconds));

        // At shutdown the agent goes first, then the containers, then network and file systems.
        Property(properties, "Before", "as", value => value.Texts("fleet.service"));
        Property(properties, "After", "as", value => value.Texts("network.target", "local-fs.target"));

        // A failed one must not stand in the way of the next.
        Property(properties, "CollectMode", "s", value => value.Text("inactive-or-failed"));
    }

    private static void Property(BusWriter properties, string name, string signature, Action<BusWriter> value)
    {
        properties.Align(8);
        properties.Text(name);
        properties.Signature(signature);
        value(properties);
    }
}
