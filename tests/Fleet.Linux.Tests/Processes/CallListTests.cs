using Fleet.Linux.Processes;

namespace Fleet.Linux.Tests.Processes;

/// <summary>A plan as the parent writes it. What a child does with one is tested through the shim, whose child it is.</summary>
public unsafe class CallListTests
{
    [Fact]
    public void Calls_bear_the_words_that_were_said_last()
    {
        using var memory = new PlanMemory();
        var calls = new CallList(memory);
        calls.Step("first").Add(Nr.Getpid);
        calls.Add(Nr.Setsid);
        calls.Step("second").Add(Nr.Umask, 18);
        Assert.Equal(["first", "first", "second"], Enumerable.Range(0, 3).Select(i => calls.WordsOf(calls[i].Step)));
        Assert.Equal("step 7", calls.WordsOf(7));
    }

    [Fact]
    public void Skips_reach_to_where_they_are_ended()
    {
        using var memory = new PlanMemory();
        var calls = new CallList(memory);
        CallRef outer = calls.Step("x").Add(Nr.Chdir).Accept(2, 20);
        CallRef inner = calls.Add(Nr.Fchdir);
        calls.Add(Nr.Getpid);
        inner.OnSuccessSkipToHere();
        calls.Add(Nr.Setsid);
        outer.OnAcceptedSkipToHere();
        Assert.Equal((3, 1, 2, 20), (calls[0].SkipOnAccepted, calls[1].SkipOnSuccess, calls[0].Accepted, calls[0].AcceptedToo));
    }

    [Fact]
    public void A_laid_plan_holds_slots_by_their_address()
    {
        using var memory = new PlanMemory();
        var calls = new CallList(memory);
        long* slot = memory.Slot(5);
        calls.Step("x").Add(Nr.OpenAt, 1, 2, 3).Into(slot);
        calls.Add(Nr.Close).From(0, slot);
        PreparedCall* laid = calls.Lay(out int count);
        Assert.Equal(2, count);
        Assert.True(laid[0].Result == slot && laid[1].A == (long)slot && *slot == 5);
        Assert.Equal((0, 1, 3L), (laid[0].Indirect, laid[1].Indirect, laid[0].C));
    }

    [Fact]
    public void Texts_end_in_NUL_and_arrays_in_NULL()
    {
        using var memory = new PlanMemory();
        byte** array = memory.Texts(["ab", "ü"], spare: 1);
        Assert.Equal("ab", System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)array[0]));
        Assert.Equal("ü", System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)array[1]));
        Assert.True(array[2] == null && array[3] == null);
        Assert.Throws<ArgumentException>(() => { memory.Text("a\0b"); });
    }

    [Fact]
    public void Memory_is_zeroed_and_stays_where_it_is()
    {
        using var memory = new PlanMemory();
        byte* first = memory.Bytes(16);
        first[0] = 7;
        byte* big = memory.Bytes(1 << 20);
        Assert.True(first[0] == 7 && first[1] == 0 && big[0] == 0 && big[(1 << 20) - 1] == 0);
    }
}
