namespace Fleet.Model.Canonical;

/// <summary>The less usual options of a container; none of them leaves a mark where it is not used, so older digests hold.</summary>
internal static class CanonicalOptions
{
    private static readonly MountSpec PlainMount = new(MountType.Bind, "", "");

    public static void Write(ContainerSpec container, CanonicalWriter to)
    {
        to.Text("domainname", container.Domainname);
        to.Number("sharedMemoryBytes", container.SharedMemoryBytes, 0);
        to.Texts("deviceRules", container.DeviceRules);
        to.Flag("privileged", container.Privileged);
        to.Text("seccomp", container.Seccomp);
        to.Map("sysctls", container.Sysctls);
        to.Number("oomScoreAdjust", container.OomScoreAdjust);
        to.Flag("init", container.Init);
        to.Objects("extraHosts", container.ExtraHosts, host =>
        {
            to.Text("name", host.Name);
            to.Text("address", host.Address);
        });
        if (!container.Dns.IsEmpty)
        {
            to.Object("dns", () =>
            {
                to.Texts("servers", container.Dns.Servers);
                to.Texts("search", container.Dns.Search);
                to.Texts("options", container.Dns.Options);
            });
        }

        to.Flag("noLog", container.NoLog);
    }

    public static void WriteMount(MountSpec mount, CanonicalWriter to)
    {
        to.Number("tmpfsMode", mount.TmpfsMode);
        to.Text("tmpfsOptions", mount.TmpfsOptions, unless: "");
        to.Flag("mustExist", mount.MustExist);
        to.Text("propagation", mount.Propagation, unless: "");
        to.Choice("depth", mount.Depth, PlainMount.Depth);
    }

    public static void WriteLimits(ContainerLimits limits, CanonicalWriter to)
    {
        to.Number("cpuPeriod", limits.CpuPeriod);
        to.Number("cpuQuota", limits.CpuQuota);
        to.Text("cpusetMems", limits.CpusetMems);
        to.Number("ioWeight", limits.IoWeight);
        to.Objects("ioRates", limits.IoRates, rate =>
        {
            to.Text("device", rate.Device);
            to.Number("readBytes", rate.ReadBytes);
            to.Number("writeBytes", rate.WriteBytes);
            to.Number("readOperations", rate.ReadOperations);
            to.Number("writeOperations", rate.WriteOperations);
        });
    }
}
