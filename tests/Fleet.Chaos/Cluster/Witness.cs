using System.Globalization;
using Fleet.Chaos.History;

namespace Fleet.Chaos.Cluster;

/// <summary>Turns what tasks wrote of themselves (<see cref="Load.Jobs"/>) into pieces of the history.</summary>
internal static class Witness
{
    /// <summary>Milliseconds between two beats above which a task counts as not having run in between; a busy machine is late at times.</summary>
    public const long Pause = 3000;

    public static IEnumerable<TaskRan> Read(string folder) => Directory.EnumerateFiles(folder).SelectMany(ReadFile);

    private static IEnumerable<TaskRan> ReadFile(string path)
    {
        string[] place = Path.GetFileName(path).Split('.');
        return Pieces(place[0], place[1], File.ReadLines(path));
    }

    /// <param name="lines">WORD SECONDS NAME ATTEMPT, in the order in which they were written.</param>
    public static IEnumerable<TaskRan> Pieces(string node, string allocation, IEnumerable<string> lines)
    {
        TaskRan? piece = null;
        foreach (string[] words in lines.Select(line => line.Split(' ')).Where(words => words.Length == 4))
        {
            long at = (long)(double.Parse(words[1], CultureInfo.InvariantCulture) * 1000);
            bool starts = words[0] == "start";
            if (piece is not null && (starts || at - piece.Until > Pause))
            {
                yield return piece;
                piece = null;
            }
            piece ??= new TaskRan(at, at, allocation, words[2], int.Parse(words[3], CultureInfo.InvariantCulture), node, 0, Done: false, Stopped: false);
            piece = piece with
            {
                Until = at, Starts = piece.Starts + (starts ? 1 : 0), Done = piece.Done || words[0] == "done", Stopped = piece.Stopped || words[0] == "stop",
            };
        }
        if (piece is not null) yield return piece;
    }
}
