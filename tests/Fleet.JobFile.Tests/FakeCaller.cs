namespace Fleet.JobFile.Tests;

internal sealed class FakeCaller : ICaller
{
    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string> Files { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public string Resolve(string path) =>
        path.StartsWith('/') ? path : path.StartsWith("~/", StringComparison.Ordinal) ? "/home/me" + path[1..] : "/base/" + path.Replace("./", "", StringComparison.Ordinal);

    public string ReadText(string absolutePath) =>
        Files.TryGetValue(absolutePath, out string? text) ? text : throw new FileNotFoundException("no such file");
}
