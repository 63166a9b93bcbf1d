namespace Fleet.Model.Canonical;

/// <summary>The container's part of <see cref="CanonicalJob"/>.</summary>
internal static class CanonicalContainer
{
    private static readonly ContainerSpec Plain = new() { Image = "" };

    public static void Write(ContainerSpec container, CanonicalWriter to)
    {
        to.Text("image", container.Image);
        to.TextsIfAny("entrypoint", container.Entrypoint);
        to.Texts("command", container.Command);
        to.Map("environment", container.Environment);
        to.Text("user", container.User);
        to.Texts("additionalGroups", container.AdditionalGroups);
        to.Text("workingDirectory", container.WorkingDirectory);
        to.Text("hostname", container.Hostname);
        to.Objects("mounts", container.Mounts, mount => WriteMount(mount, to));
        to.Object("limits", () => WriteLimits(container.Limits, to));
        to.Objects("ulimits", container.Ulimits, limit =>
        {
            to.Text("name", limit.Name);
            to.Number("soft", limit.Soft);
            to.Number("hard", limit.Hard);
        });
        to.Flag("readOnlyRootfs", container.ReadOnlyRootfs);
        to.Choice("network", container.Network, Plain.Network);
        to.Choice("userNamespace", container.UserNamespace, Plain.UserNamespace);
        to.Number("userNamespaceUid", container.UserNamespaceUid, 0);
        WriteNamespaces(container.Namespaces, to);
        to.Texts("capAdd", container.CapAdd);
        to.Texts("capDrop", container.CapDrop);
        to.Texts("devices", container.Devices);
        to.Flag("noNewPrivileges", container.NoNewPrivileges);
        to.Text("stopSignal", container.StopSignal);
        to.Duration("stopGracePeriod", container.StopGracePeriod, Plain.StopGracePeriod);
        to.Flag("openStdin", container.OpenStdin);
        to.Flag("terminal", container.Terminal);
        to.Map("labels", container.Labels);
        to.Number("logMaxBytes", container.LogMaxBytes, Plain.LogMaxBytes);
        to.Number("logMaxFiles", container.LogMaxFiles, Plain.LogMaxFiles);
        CanonicalOptions.Write(container, to);
    }

    private static void WriteNamespaces(NamespaceChoices spaces, CanonicalWriter to)
    {
        foreach ((string name, NamespaceChoice choice) in spaces.Joinable)
        {
            to.Text(name + "Namespace", choice.ToString(), unless: "private");
        }

        to.Text("cgroupNamespace", spaces.Cgroup.ToString(), unless: "private");
        to.Choice("ipcSharing", spaces.IpcSharing, IpcSharing.Shareable);
        to.Duration("monotonicOffset", spaces.Time?.Monotonic);
        to.Duration("boottimeOffset", spaces.Time?.Boottime);
    }

    private static void WriteMount(MountSpec mount, CanonicalWriter to)
    {
        to.Text("type", mount.Type.ToString());
        to.Text("source", mount.Source, unless: "");
        to.Text("target", mount.Target);
        to.Flag("readOnly", mount.ReadOnly);
        to.Flag("noCopy", mount.NoCopy);
        to.Number("tmpfsBytes", mount.TmpfsBytes, 0);
        CanonicalOptions.WriteMount(mount, to);
        to.Number("idMapped", mount.IdMapped is { } mapped ? mapped ? 1 : 0 : null);
    }

    internal static void WriteLimits(ContainerLimits limits, CanonicalWriter to)
    {
        to.Number("milliCpu", limits.MilliCpu);
        to.Number("cpuShares", limits.CpuShares);
        to.Text("cpusetCpus", limits.CpusetCpus);
        to.Number("memoryBytes", limits.MemoryBytes);
        to.Number("memorySwapBytes", limits.MemorySwapBytes);
        to.Number("memoryReservationBytes", limits.MemoryReservationBytes);
        to.Number("pids", limits.Pids);
        CanonicalOptions.WriteLimits(limits, to);
    }
}
