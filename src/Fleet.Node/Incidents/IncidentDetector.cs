using System.Globalization;
using Fleet.Linux.Cgroups;

namespace Fleet.Node.Incidents;

/// <summary>
/// Judges one container's counters: what is new since the reading before becomes an incident, at most one of a kind in
/// <see cref="Quiet"/>, which then tells how often it was. States (throttled, pressure) are told when they begin, not while they last.
/// </summary>
internal sealed class IncidentDetector
{
    /// <summary>At most one event of a kind in this time.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    /// <summary>Share of the periods between two samples that make a container throttled, and the one that ends it.</summary>
    private const double ThrottledFrom = 0.25, ThrottledUntil = 0.1;

    /// <summary>Periods that a share is worth being taken of: one second at the usual 100 ms.</summary>
    private const long LeastPeriods = 10;

    /// <summary>Percent of the last 10 s, by resource, at which waiting is told; it ends at half of it.</summary>
    private static readonly (string Resource, Func<CgroupIncidents, double?> Of, double From)[] Pressures =
        [("cpu", c => c.CpuPressure, 60), ("memory", c => c.MemoryPressure, 20), ("io", c => c.IoPressure, 40)];

    private readonly Dictionary<string, DateTimeOffset> _told = [];
    private readonly Dictionary<string, long> _untold = [];
    private readonly HashSet<string> _lasting = [];
    private CgroupIncidents? _before;
    private Throttling? _sampled;

    /// <param name="first">Counted from here on: what an earlier agent may have told is not told again.</param>
    public IncidentDetector(CgroupIncidents? first = null) => (_before, _sampled) = (first, first?.Throttling);

    /// <param name="sample">True for the regular look, by which states are judged; false when the kernel called.</param>
    public IReadOnlyList<Incident> See(CgroupIncidents now, DateTimeOffset at, bool sample)
    {
        var found = new List<Incident>();
        Count(found, IncidentKinds.Oom, now.OomKills - (_before?.OomKills ?? 0), at);
        Count(found, IncidentKinds.PidsLimit, now.RefusedForks - (_before?.RefusedForks ?? 0), at);
        _before = now;
        if (sample)
        {
            Throttled(found, now.Throttling, at);
            foreach (var (resource, of, from) in Pressures) Pressure(found, resource, of(now), from, at);
        }
        return found;
    }

    private void Count(List<Incident> found, string kind, long more, DateTimeOffset at)
    {
        long untold = _untold.GetValueOrDefault(kind) + Math.Max(0, more);
        bool tell = untold > 0 && MayTell(kind, at);
        _untold[kind] = tell ? 0 : untold;
        if (tell) found.Add(new Incident(kind, [("count", Text(untold))]));
    }

    private void Throttled(List<Incident> found, Throttling? now, DateTimeOffset at)
    {
        var before = _sampled ?? new Throttling(0, 0, 0);
        if (now is null)
        {
            _lasting.Remove(IncidentKinds.Throttled);
            _sampled = null;
            return;
        }
        long periods = now.Periods - before.Periods, throttled = now.ThrottledPeriods - before.ThrottledPeriods;
        if (periods > 0 && periods < LeastPeriods) return;      // goes into the next sample
        _sampled = now;
        if (!Begins(IncidentKinds.Throttled, periods == 0 ? 0 : (double)throttled / periods, ThrottledFrom, ThrottledUntil)) return;
        if (!MayTell(IncidentKinds.Throttled, at)) return;
        found.Add(new Incident(IncidentKinds.Throttled,
        [
            ("count", Text(throttled)), ("periods", Text(periods)),
            ("seconds", ((now.ThrottledNanoseconds - before.ThrottledNanoseconds) / 1e9).ToString("0.###", CultureInfo.InvariantCulture)),
        ]));
    }

    private void Pressure(List<Incident> found, string resource, double? percent, double from, DateTimeOffset at)
    {
        string key = $"{IncidentKinds.Pressure} {resource}";
        if (!Begins(key, percent ?? 0, from, from / 2) || !MayTell(key, at)) return;
        found.Add(new Incident(IncidentKinds.Pressure, [("count", "1"), ("resource", resource), ("percent", percent!.Value.ToString("0.##", CultureInfo.InvariantCulture))]));
    }

    private bool Begins(string state, double value, double from, double until)
    {
        if (value < until) _lasting.Remove(state);
        return value >= from && _lasting.Add(state);
    }

    private bool MayTell(string kind, DateTimeOffset at)
    {
        if (_told.TryGetValue(kind, out var last) && at - last < Quiet) return false;
        _told[kind] = at;
        return true;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
