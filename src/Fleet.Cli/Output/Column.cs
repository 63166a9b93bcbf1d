namespace Fleet.Cli.Output;

/// <summary>A column of a listing.</summary>
/// <param name="Right">Numbers stand to the right.</param>
internal sealed record Column<T>(string Header, Func<T, string> Cell, bool Right = false);
