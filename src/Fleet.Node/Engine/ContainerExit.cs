namespace Fleet.Node.Engine;

/// <param name="ExitCode">0 to 255, 128 + signal; null when nobody saw the end.</param>
/// <param name="Message">Words for the user where the number does not tell: out of memory, lost with the host...; else empty.</param>
public sealed record ContainerExit(string Id, int? ExitCode, bool OomKilled, string Message, DateTimeOffset FinishedAt);
