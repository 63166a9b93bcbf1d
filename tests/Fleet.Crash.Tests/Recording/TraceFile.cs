using System.Globalization;

namespace Fleet.Crash.Tests.Recording;

/// <summary>Reads what <c>strace -f -ttt -T -o FILE</c> wrote: the calls of all threads, in the order in which they were over.</summary>
internal static class TraceFile
{
    private const string Unfinished = " <unfinished ...>", Resumed = "<... ", ResumedEnd = " resumed>";

    public static IEnumerable<TracedCall> Read(IEnumerable<string> lines)
    {
        var begun = new Dictionary<string, (string Head, TraceLine Line)>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 3 || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out double at)) continue;
            var (thread, text, here) = (parts[0], parts[2], new TraceLine(at, number));
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[thread] = (text[..^Unfinished.Length], here);
            }
            else if (text.StartsWith(Resumed, StringComparison.Ordinal))
            {
                int end = text.IndexOf(ResumedEnd, StringComparison.Ordinal);
                if (begun.Remove(thread, out var head) && Parse(head.Head + text[(end + ResumedEnd.Length)..], head.Line, here) is { } call) yield return call;
            }
            else if (Parse(text, here, here) is { } call)
            {
                yield return call;
            }
        }
    }

    // NAME(ARGUMENTS)   = RESULT <SECONDS>; a signal or the end of a process is none.
    private static TracedCall? Parse(string text, TraceLine began, TraceLine ended)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal), equals = text.LastIndexOf(" = ", StringComparison.Ordinal), took = text.LastIndexOf('<');
        if (open <= 0 || equals < open || took < equals || !text.EndsWith('>')) return null;
        int close = text.LastIndexOf(')', equals);
        double spent = double.Parse(text.AsSpan(took + 1, text.Length - took - 2), CultureInfo.InvariantCulture);
        return new TracedCall(text[..open], TracedText.Split(text[(open + 1)..close]), text[(equals + 3)..took].Trim(), began, ended, began.At + spent);
    }
}
