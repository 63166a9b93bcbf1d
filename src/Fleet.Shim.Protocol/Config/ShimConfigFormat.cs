using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>The form of <see cref="ShimConfig"/> on disk. A shim reads only its own version: agent and shim are installed together, and a running shim never reads its config again.</summary>
public static class ShimConfigFormat
{
    private const uint Magic = 0x43464c46; // "FLFC"
    private const ushort Version = 1;

    public static byte[] Write(ShimConfig config)
    {
        var to = new WireWriter(4096);
        to.UInt32(Magic);
        to.UInt16(Version);
        to.String(config.Id);
        to.String(config.RunId);
        to.String(config.Hostname);
        to.String(config.Domainname);
        ProcessPlanFormat.Write(to, config.Process);
        to.Bool(config.Init);
        ListFormat.Write(to, config.Mounts, MountFormat.Write);
        to.Bool(config.ReadOnlyRoot);
        to.Strings(config.MaskedPaths);
        to.Strings(config.ReadOnlyPaths);
        ListFormat.Write(to, config.Devices, MountFormat.Write);
        ListFormat.Write(to, config.Namespaces, PlaceFormat.Write);
        ListFormat.Write(to, config.UidMappings, PlaceFormat.Write);
        ListFormat.Write(to, config.GidMappings, PlaceFormat.Write);
        ListFormat.Write(to, config.Sysctls, PlaceFormat.Write);
        PlaceFormat.Write(to, config.Cgroup);
        to.Bytes(config.Seccomp);
        to.Bool(config.Log.Enabled);
        to.Int64(config.Log.MaxBytes);
        to.Int32(config.Log.MaxFiles);
        to.Int32(config.Deadman.Seconds);
        to.Int32(config.Deadman.StopSignal);
        to.Int32(config.Deadman.GraceSeconds);
        to.Int32(config.SlowClientSeconds);
        to.String(config.TimeOffsets);
        return to.ToArray();
    }

    /// <exception cref="WireException">Not a config, of another version, or damaged.</exception>
    public static ShimConfig Read(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        if (from.UInt32() != Magic || from.UInt16() != Version)
        {
            throw new WireException("no container config of this version");
        }

        // Initialisers run in the order in which they are written.
        return new ShimConfig
        {
            Id = from.String(),
            RunId = from.String(),
            Hostname = from.String(),
            Domainname = from.String(),
            Process = ProcessPlanFormat.Read(ref from),
            Init = from.Bool(),
            Mounts = ListFormat.Read(ref from, MountFormat.ReadMount),
            ReadOnlyRoot = from.Bool(),
            MaskedPaths = from.Strings(),
            ReadOnlyPaths = from.Strings(),
            Devices = ListFormat.Read(ref from, MountFormat.ReadDevice),
            Namespaces = ListFormat.Read(ref from, PlaceFormat.ReadNamespace),
            UidMappings = ListFormat.Read(ref from, PlaceFormat.ReadMapping),
            GidMappings = ListFormat.Read(ref from, PlaceFormat.ReadMapping),
            Sysctls = ListFormat.Read(ref from, PlaceFormat.ReadPair),
            Cgroup = PlaceFormat.ReadCgroup(ref from),
            Seccomp = from.Bytes(),
            Log = new LogPlan { Enabled = from.Bool(), MaxBytes = from.Int64(), MaxFiles = from.Int32() },
            Deadman = new DeadmanPlan(from.Int32(), from.Int32(), from.Int32()),
            SlowClientSeconds = from.Int32(),
            TimeOffsets = from.String(),
        };
    }
}
