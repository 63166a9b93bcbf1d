namespace Fleet.Linux.Security;

/// <summary>
/// Tests of arguments in BPF, which sees 32 bits at a time: the high half decides unless it is equal, then the low one does. Written
/// from the end, since a jump counts what it leaps over.
/// </summary>
internal static class ArgumentTests
{
    /// <summary>Returns <paramref name="action"/> when all tests hold, else goes on behind.</summary>
    internal static BpfProgram Then(IReadOnlyList<ArgumentTest> tests, uint action)
    {
        var rest = new BpfProgram();
        rest.Return(action);
        for (int i = tests.Count - 1; i >= 0; i--)
        {
            rest = Before(tests[i], rest);
        }

        return rest;
    }

    private static BpfProgram Before(ArgumentTest test, BpfProgram rest)
    {
        (uint high, uint low) = Halves(test.Value);
        BpfProgram second = new();
        second.LoadArgument(test.Argument);
        switch (test.Operator)
        {
            case ArgumentOperator.MaskedEqual:
                return Masked(test, rest);
            case ArgumentOperator.Equal:
                second.SkipUnlessEqual(low, rest.Count);
                return High(test, first => first.SkipUnlessEqual(high, second.Count + rest.Count), second, rest);
            case ArgumentOperator.NotEqual:
                second.SkipIfEqual(low, rest.Count);
                return High(test, first => first.SkipUnlessEqual(high, second.Count), second, rest);
            case ArgumentOperator.GreaterOrEqual:
                second.SkipUnlessAtLeast(low, rest.Count);
                return Ordered(test, high, second, rest, greater: true);
            case ArgumentOperator.Greater:
                second.SkipUnlessGreater(low, rest.Count);
                return Ordered(test, high, second, rest, greater: true);
            case ArgumentOperator.Less:
                second.SkipIfAtLeast(low, rest.Count);
                return Ordered(test, high, second, rest, greater: false);
            default:
                second.SkipIfGreater(low, rest.Count);
                return Ordered(test, high, second, rest, greater: false);
        }
    }

    private static BpfProgram Ordered(ArgumentTest test, uint high, BpfProgram second, BpfProgram rest, bool greater)
    {
        var equal = new BpfProgram();
        equal.SkipUnlessEqual(high, second.Count + rest.Count);
        equal.Append(second);
        return High(
            test,
            first =>
            {
                // On the right side of the other's high half: that settles it.
                if (greater)
                {
                    first.SkipIfGreater(high, equal.Count);
                }
                else
                {
                    first.SkipUnlessAtLeast(high, equal.Count);
                }
            },
            equal, rest);
    }

    private static BpfProgram Masked(ArgumentTest test, BpfProgram rest)
    {
        ((uint maskHigh, uint maskLow), (uint high, uint low)) = (Halves(test.Value), Halves(test.Second));
        BpfProgram second = new();
        second.LoadArgument(test.Argument);
        second.And(maskLow);
        second.SkipUnlessEqual(low, rest.Count);
        return High(
            test,
            first =>
            {
                first.And(maskHigh);
                first.SkipUnlessEqual(high, second.Count + rest.Count);
            },
            second, rest);
    }

    private static BpfProgram High(ArgumentTest test, Action<BpfProgram> judge, BpfProgram second, BpfProgram rest)
    {
        var whole = new BpfProgram();
        whole.LoadArgumentHigh(test.Argument);
        judge(whole);
        whole.Append(second);
        whole.Append(rest);
        return whole;
    }

    private static (uint High, uint Low) Halves(ulong value) => ((uint)(value >> 32), (uint)value);
}
