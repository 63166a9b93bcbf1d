using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Scenario;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>Plays a recording again, cuts the power after every call, and boots what is left.</summary>
internal static class Crashes
{
    private const int EnoughProblems = 5;

    /// <summary>Of each kind, unless FLEET_CRASH_ALL is set: spread evenly over the life.</summary>
    private const int MostStates = 120;

    private const int CallsShown = 8;

    /// <param name="life">Where it was recorded, and what was told when.</param>
    /// <param name="calls">The life's own, or less, to see what is then not safe.</param>
    /// <param name="kind">What of the unsynced is left by the crash.</param>
    /// <returns>How many different states were booted; what did not hold.</returns>
    public static async Task<(int States, IReadOnlyList<string> Problems)> RunAsync(RecordedLife life, IReadOnlyList<DiskCall> calls, CutKind kind)
    {
        var (model, seen, problems) = (new DiskModel(life.Root), new HashSet<(string, Promises)>(), new Dictionary<string, string>());
        int stride = kind == CutKind.SyncedOnly || All ? 1 : Math.Max(1, Distinct(life, calls, kind) / MostStates), booted = 0;
        for (int count = 0; count <= calls.Count && problems.Count < EnoughProblems; count++)
        {
            if (count > 0) model.Apply(calls[count - 1]);
            var cut = new PowerCut(kind, (ulong)count);
            if (!seen.Add((cut.Fingerprint(model.Root), life.Told[count])) || seen.Count % stride != 0) continue;
            booted++;
            using var disk = new CrashedDisk(cut, model.Root);
            var wrong = await new NextBoot(Path.Combine(disk.Folder, "state"), life.Told[count]).ProblemsAsync().ConfigureAwait(false);
            if (wrong.Count > 0) problems.TryAdd(wrong[0].Replace(disk.Folder, "", StringComparison.Ordinal), Story(cut, count, wrong, calls));
        }
        return (booted, [.. problems.Values]);
    }

    private static bool All => Environment.GetEnvironmentVariable("FLEET_CRASH_ALL") is { Length: > 0 };

    private static int Distinct(RecordedLife life, IReadOnlyList<DiskCall> calls, CutKind kind)
    {
        var (model, seen) = (new DiskModel(life.Root), new HashSet<(string, Promises)>());
        for (int count = 1; count <= calls.Count; count++)
        {
            model.Apply(calls[count - 1]);
            seen.Add((new PowerCut(kind, (ulong)count).Fingerprint(model.Root), life.Told[count]));
        }
        return seen.Count;
    }

    private static string Story(PowerCut cut, int count, IReadOnlyList<string> wrong, IReadOnlyList<DiskCall> calls) =>
        $"{cut} after call {count}:\n  {string.Join("\n  ", wrong)}\nthe last calls were\n  {string.Join("\n  ", calls.Take(count).TakeLast(CallsShown))}";
}
