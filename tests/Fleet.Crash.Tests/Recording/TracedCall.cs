using System.Globalization;

namespace Fleet.Crash.Tests.Recording;

/// <summary>One system call as strace(1) saw it.</summary>
/// <param name="Name">As the kernel has it: <c>pwrite64</c>.</param>
/// <param name="Arguments">As strace prints them, in their order.</param>
/// <param name="Result">As strace prints it, <c>3&lt;/path&gt;</c> or <c>-1 ENOENT (...)</c>.</param>
/// <param name="Began">The line of the trace in which it began.</param>
/// <param name="Ended">The line in which it was over.</param>
/// <param name="EndedAt">Seconds since 1970.</param>
internal sealed record TracedCall(string Name, IReadOnlyList<string> Arguments, string Result, TraceLine Began, TraceLine Ended, double EndedAt)
{
    public bool Failed => Result.StartsWith('-') || Result.StartsWith('?');

    /// <summary>The number that it gave back.</summary>
    public long Number => long.Parse(Result.AsSpan(0, Result.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : Result.Length), CultureInfo.InvariantCulture);

    /// <summary>The path of the descriptor that it gave back; empty when it has none.</summary>
    public string OpenedPath => TracedText.PathOf(Result);
}

/// <summary>A place in a trace; those of several traces are put in order by their time.</summary>
/// <param name="At">Seconds since 1970; grows within a trace.</param>
/// <param name="Number">From 1.</param>
internal readonly record struct TraceLine(double At, int Number) : IComparable<TraceLine>
{
    public int CompareTo(TraceLine other) => (At, Number).CompareTo((other.At, other.Number));
}
