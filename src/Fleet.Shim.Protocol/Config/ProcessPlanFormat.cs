using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

internal static class ProcessPlanFormat
{
    internal static void Write(WireWriter to, ProcessPlan plan)
    {
        to.Strings(plan.Args);
        to.Strings(plan.Env);
        to.String(plan.WorkingDirectory);
        to.String(plan.User);
        ListFormat.Write(to, plan.AdditionalGroups, static (w, gid) => w.UInt32(gid));
        to.Strings(plan.NamedGroups);
        to.UInt16(plan.Umask);
        to.Bool(plan.Terminal);
        to.UInt16(plan.Rows);
        to.UInt16(plan.Columns);
        to.Bool(plan.OpenStdin);
        to.Bool(plan.StdinOnce);
        Write(to, plan.Capabilities);
        Write(to, plan.UnprivilegedCapabilities);
        to.Bool(plan.NoNewPrivileges);
        ListFormat.Write(to, plan.Rlimits, static (w, limit) =>
        {
            w.Int32(limit.Resource);
            w.UInt64(limit.Soft);
            w.UInt64(limit.Hard);
        });
        to.Bool(plan.OomScoreAdjust.HasValue);
        to.Int32(plan.OomScoreAdjust ?? 0);
    }

    internal static ProcessPlan Read(ref WireReader from) => new()
    {
        Args = from.Strings(),
        Env = from.Strings(),
        WorkingDirectory = from.String(),
        User = from.String(),
        AdditionalGroups = ListFormat.Read(ref from, static (ref WireReader r) => r.UInt32()),
        NamedGroups = from.Strings(),
        Umask = from.UInt16(),
        Terminal = from.Bool(),
        Rows = from.UInt16(),
        Columns = from.UInt16(),
        OpenStdin = from.Bool(),
        StdinOnce = from.Bool(),
        Capabilities = ReadCapabilities(ref from),
        UnprivilegedCapabilities = ReadCapabilities(ref from),
        NoNewPrivileges = from.Bool(),
        Rlimits = ListFormat.Read(ref from, static (ref WireReader r) => new RlimitPlan(r.Int32(), r.UInt64(), r.UInt64())),
        OomScoreAdjust = ReadOptional(ref from),
    };

    private static int? ReadOptional(ref WireReader from)
    {
        bool there = from.Bool();
        int value = from.Int32();
        return there ? value : null;
    }

    private static void Write(WireWriter to, CapabilityPlan plan)
    {
        to.UInt64(plan.Bounding);
        to.UInt64(plan.Effective);
        to.UInt64(plan.Permitted);
        to.UInt64(plan.Inheritable);
        to.UInt64(plan.Ambient);
    }

    private static CapabilityPlan ReadCapabilities(ref WireReader from) =>
        new(from.UInt64(), from.UInt64(), from.UInt64(), from.UInt64(), from.UInt64());
}
