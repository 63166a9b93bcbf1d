using System.Collections.Immutable;
using Fleet.JobFile;

namespace Fleet.Cli.Commands.Jobs;

/// <summary>A job file that is no job: every fault on a line of its own, with its place.</summary>
internal sealed class JobFileException(ImmutableArray<JobFileError> errors) : Exception(string.Join('\n', errors.Select(error => error.ToString())));
