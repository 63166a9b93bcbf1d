namespace Fleet.Linux.Security;

/// <summary>Emits a binary search over the numbers of calls: neighbours with one verdict are one leaf, so a call costs about eight comparisons.</summary>
internal static class VerdictTree
{
    private readonly record struct Run<T>(uint From, T Verdict);

    /// <param name="program">The number is loaded.</param>
    /// <param name="verdicts">By number.</param>
    /// <param name="unknown">For what lies beyond.</param>
    /// <param name="leaf">Emits what a verdict means; must end in a return.</param>
    internal static void Emit<T>(BpfProgram program, List<T> verdicts, T unknown, Action<BpfProgram, T> leaf)
        where T : notnull
    {
        var runs = new List<Run<T>>();
        for (int number = 0; number <= verdicts.Count; number++)
        {
            T verdict = number < verdicts.Count ? verdicts[number] : unknown;
            if (runs.Count == 0 || !runs[^1].Verdict.Equals(verdict))
            {
                runs.Add(new Run<T>((uint)number, verdict));
            }
        }

        Emit(program, runs, 0, runs.Count, leaf);
    }

    private static void Emit<T>(BpfProgram program, List<Run<T>> runs, int from, int to, Action<BpfProgram, T> leaf)
    {
        if (to - from == 1)
        {
            leaf(program, runs[from].Verdict);
            return;
        }

        int middle = (from + to) / 2;
        var below = new BpfProgram();
        Emit(below, runs, from, middle, leaf);
        program.SkipIfAtLeast(runs[middle].From, below.Count);
        program.Append(below);
        Emit(program, runs, middle, to, leaf);
    }

    internal static void Leaf(BpfProgram program, Verdict verdict)
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
