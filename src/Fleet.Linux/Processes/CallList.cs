using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>
/// The plan of a cloned child, written by its parent: calls in order, with the words for each should it fail. It can be printed
/// and tested without a child.
/// </summary>
public sealed unsafe class CallList(PlanMemory memory)
{
    private readonly List<PreparedCall> _calls = [];
    private readonly List<string> _steps = [];

    public PlanMemory Memory => memory;

    public int Count => _calls.Count;

    public int StepCount => _steps.Count;

    /// <summary>The words of a step that a child reported.</summary>
    public string WordsOf(int step) => (uint)step < (uint)_steps.Count ? _steps[step] : $"step {step}";

    /// <summary>From here on, calls that fail are reported in these words: <c>mount proc on /proc</c>.</summary>
    public CallList Step(string words)
    {
        _steps.Add(words);
        return this;
    }

    /// <summary>Adds a call.</summary>
    public CallRef Add(int number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
    {
        _calls.Add(new PreparedCall { Number = number, A = a, B = b, C = c, D = d, E = e, F = f, Step = _steps.Count - 1 });
        return new CallRef(this, _calls.Count - 1);
    }

    /// <summary>The child tells the parent that it has come here, and why it waits.</summary>
    /// <returns>The step that the report names.</returns>
    public int Report(string words)
    {
        Step(words);
        Add(ChildOperation.Report);
        return _steps.Count - 1;
    }

    /// <summary>The child waits until the parent has written <paramref name="bytes"/> bytes, which are put at <paramref name="to"/>.</summary>
    public void Gate(byte* to, int bytes) => Add(ChildOperation.Gate, (long)to, bytes);

    public void ResetSignals() => Add(ChildOperation.ResetSignals);

    public void TryExecute(byte* path, byte** argv, byte** envp) => Add(ChildOperation.TryExecute, (long)path, (long)argv, (long)envp);

    public void NothingExecuted() => Add(ChildOperation.NothingExecuted);

    public void ProveInside() => Add(ChildOperation.ProveInside, (long)memory.Bytes(4096), 4096);

    public void RaiseAmbient(ulong* mask) => Add(ChildOperation.RaiseAmbient, (long)mask);

    public void DropBounding(ulong* mask, int last) => Add(ChildOperation.DropBounding, (long)mask, last);

    /// <summary>The calls from here on are made by a child of the process, which itself stays behind to reap and to pass signals on.</summary>
    public void StayAsInit(bool terminal)
    {
        (long start, long length) = OwnArguments.Find();
        Add(ChildOperation.StayAsInit, start, length, terminal ? 1 : 0);
    }

    internal ref PreparedCall this[int index] => ref CollectionsMarshal.AsSpan(_calls)[index];

    /// <summary>The finished plan in unmanaged memory.</summary>
    internal PreparedCall* Lay(out int count)
    {
        count = _calls.Count;
        var laid = (PreparedCall*)memory.Bytes(count * sizeof(PreparedCall));
        for (int i = 0; i < count; i++)
        {
            laid[i] = _calls[i];
        }

        return laid;
    }
}

/// <summary>A call just added, to say more about it.</summary>
public readonly unsafe struct CallRef(CallList list, int index)
{
    /// <summary>The result is an argument of later calls.</summary>
    public CallRef Into(long* slot)
    {
        list[index].Result = slot;
        return this;
    }

    /// <summary>Arguments (0 to 5) that are slots.</summary>
    public CallRef From(int argument, long* slot)
    {
        ref PreparedCall call = ref list[index];
        call.Indirect |= 1 << argument;
        switch (argument)
        {
            case 0: call.A = (long)slot; break;
            case 1: call.B = (long)slot; break;
            case 2: call.C = (long)slot; break;
            case 3: call.D = (long)slot; break;
            case 4: call.E = (long)slot; break;
            default: call.F = (long)slot; break;
        }

        return this;
    }

    /// <summary>These errnos are no failure.</summary>
    public CallRef Accept(int errno, int another = 0)
    {
        list[index].Accepted = errno;
        list[index].AcceptedToo = another;
        return this;
    }

    /// <summary>After success the calls from here to now are left out: call it once they are added.</summary>
    public void OnSuccessSkipToHere() => list[index].SkipOnSuccess = list.Count - index - 1;

    /// <summary>The same after an accepted errno.</summary>
    public void OnAcceptedSkipToHere() => list[index].SkipOnAccepted = list.Count - index - 1;
}
