using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>One call of a cloned child's plan. The parent writes these; the child only reads them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PreparedCall
{
    internal long A, B, C, D, E, F;

    /// <summary>Where the result goes, or null.</summary>
    internal long* Result;

    /// <summary>A system call's number, or one of <see cref="ChildOperation"/>.</summary>
    internal int Number;

    /// <summary>What is reported when it fails: an index into the parent's list of words.</summary>
    internal int Step;

    /// <summary>Bit i: argument i is the address of the value, filled in by an earlier call.</summary>
    internal int Indirect;

    /// <summary>Errnos that are no failure (0: none).</summary>
    internal int Accepted, AcceptedToo;

    /// <summary>How many of the next calls to leave out after success, and after an accepted errno.</summary>
    internal int SkipOnSuccess, SkipOnAccepted;
}

/// <summary>What a child does beside plain system calls; numbers no system call has.</summary>
internal static class ChildOperation
{
    /// <summary>Write (step, 0) to the report pipe: "I have come this far".</summary>
    internal const int Report = -1;

    /// <summary>Read exactly B bytes from the gate into A; the end of the gate is the end of the child.</summary>
    internal const int Gate = -2;

    /// <summary>Signal handlers and mask as a new program expects them.</summary>
    internal const int ResetSignals = -3;

    /// <summary>Try execve(A, B, C); a candidate that is not there, or may not be executed, leaves room for the next.</summary>
    internal const int TryExecute = -4;

    /// <summary>No candidate was executed: report the most telling errno.</summary>
    internal const int NothingExecuted = -5;

    /// <summary>getcwd into A of B bytes must give a path inside the root (CVE-2024-21626).</summary>
    internal const int ProveInside = -6;

    /// <summary>Raise every capability of the mask at A in the ambient set.</summary>
    internal const int RaiseAmbient = -7;

    /// <summary>Drop every capability up to B that the mask at A lacks from the bounding set.</summary>
    internal const int DropBounding = -8;

    /// <summary>
    /// Fork, and stay behind as the container's first process: the copy goes on with the plan. A is where this program's own
    /// arguments lie in memory and B how many bytes they are (they are not the container's to read); C: it has a terminal.
    /// </summary>
    internal const int StayAsInit = -9;
}
