using System.Collections.Immutable;
using Fleet.JobFile.Syntax;

namespace Fleet.JobFile.Reading;

/// <summary>Faults and remarks found so far, and where in the file each field stands, so that faults of the model find their line.</summary>
internal sealed class Report(string file)
{
    private readonly List<JobFileError> _errors = [];
    private readonly List<JobFileError> _warnings = [];
    private readonly Dictionary<string, Mark> _places = new(StringComparer.Ordinal);

    public bool HasErrors => _errors.Count > 0;

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<JobFileError> Errors => InOrder(_errors);

    public ImmutableArray<JobFileError> Warnings => InOrder(_warnings);

    public void Place(string path, Mark at) => _places[path] = at;

    public void Fault(Mark at, string path, string message) => _errors.Add(new JobFileError(file, at.Line, at.Column, path, message));

    public void Warn(Mark at, string path, string message) => _warnings.Add(new JobFileError(file, at.Line, at.Column, path, message));

    /// <summary>Of another file that the job file names.</summary>
    public void FaultElsewhere(string otherFile, int line, string path, string message) =>
        _errors.Add(new JobFileError(otherFile, line, 1, path, message));

    public void WarnElsewhere(string otherFile, int line, string path, string message) =>
        _warnings.Add(new JobFileError(otherFile, line, 1, path, message));

    /// <summary>Where the field stands, or the nearest one around it that the file has.</summary>
    public Mark PlaceOf(string path)
    {
        for (string rest = path; rest.Length > 0; rest = Parent(rest))
        {
            if (_places.TryGetValue(rest, out Mark at))
            {
                return at;
            }
        }

        return new Mark(1, 1);
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    private static ImmutableArray<JobFileError> InOrder(List<JobFileError> errors) => [.. errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column)];
}
