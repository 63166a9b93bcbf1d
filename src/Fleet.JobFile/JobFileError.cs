using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.JobFile;

/// <summary>One fault of a job file, or a remark on it.</summary>
/// <param name="Line">From 1, as is <paramref name="Column"/>; 0 where the fault has no place in the file.</param>
/// <param name="Path">The field, <c>services.web.deploy.replicas</c>; empty for faults of syntax.</param>
public sealed record JobFileError(string File, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:col: path: message</c>.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return Path.Length > 0 ? $"{place}: {Path}: {Message}" : $"{place}: {Message}";
    }
}

/// <param name="Job">Null when there are errors.</param>
/// <param name="Warnings">What was passed over, such as a variable that is not set.</param>
public sealed record JobFileResult(Job? Job, ImmutableArray<JobFileError> Errors, ImmutableArray<JobFileError> Warnings);
