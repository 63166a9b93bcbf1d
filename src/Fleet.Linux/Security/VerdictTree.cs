namespace Fleet.Linux.Security;

/// <summary>Emits a binary search over the numbers of calls: neighbours with one verdict are one leaf, so a call costs about eight comparisons.</summary>
internal static class VerdictTree
{
    private readonly record struct Run(uint From, Verdict Verdict);

    /// <param name="program">The number is loaded.</param>
    /// <param name="verdicts">By number; what lies beyond is unknown.</param>
    internal static void Emit(BpfProgram program, List<Verdict> verdicts)
    {
        var runs = new List<Run>();
        for (int number = 0; number <= verdicts.Count; number++)
        {
            Verdict verdict = number < verdicts.Count ? verdicts[number] : Verdict.NoSuchCall;
            if (runs.Count == 0 || runs[^1].Verdict != verdict)
            {
                runs.Add(new Run((uint)number, verdict));
            }
        }

        Emit(program, runs, 0, runs.Count);
    }

    private static void Emit(BpfProgram program, List<Run> runs, int from, int to)
    {
        if (to - from == 1)
        {
            Leaf(program, runs[from].Verdict);
            return;
        }

        int middle = (from + to) / 2;
        var below = new BpfProgram();
        Emit(below, runs, from, middle);
        program.SkipIfAtLeast(runs[middle].From, below.Count);
        program.Append(below);
        Emit(program, runs, middle, to);
    }

    private static void Leaf(BpfProgram program, Verdict verdict)
    {
        if (verdict.Rule is not { } rule)
        {
            program.Return(verdict.Action);
            return;
        }

        program.LoadArgument(rule.Argument);
        if (rule.Mask != uint.MaxValue)
        {
            program.And(rule.Mask);
        }

        for (int i = 0; i < rule.Values.Length; i++)
        {
            // Over the comparisons that follow and the first return, to the second.
            program.SkipIfEqual(rule.Values[i], rule.Values.Length - i);
        }

        program.Return((rule.AllowIfAny ? Verdict.Refused : Verdict.Allowed).Action);
        program.Return((rule.AllowIfAny ? Verdict.Allowed : Verdict.Refused).Action);
    }
}
