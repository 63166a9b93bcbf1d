using System.Diagnostics;
using System.Text.RegularExpressions;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>The program of the client's README, built outside the solution, against a lab whose control host dies meanwhile.</summary>
public sealed class ClientProgramTests(OneLab lab) : IClassFixture<OneLab>
{
    private static string Top => Path.GetFullPath(Path.Combine(Installed.Folder, "../.."));

    [SkippableFact]
    public void The_readmes_program_goes_on_when_the_control_hosts_agent_dies_and_nothing_runs_twice()
    {
        var cli = lab.Ready();
        string readme = Path.Combine(Top, "src/Fleet.Client/README.md");
        Skip.IfNot(File.Exists(readme), $"{readme} is not there: the test needs the sources");
        string program = Build(File.ReadAllText(readme));
        string door = cli.Json("lab", "status").EnumerateArray().First().GetProperty("door").GetString()!;

        using var client = Process.Start(new ProcessStartInfo("dotnet", [program, door, BusyboxImage.Name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = new List<string>();
        var errors = client.StandardError.ReadToEndAsync();
        while (client.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            if (!line.Contains("AllocationStarted", StringComparison.Ordinal)) continue;
            cli.Do("lab", "kill", "n1", "--agent");
            cli.Do("lab", "start", "n1");
        }
        client.WaitForExit();
        string all = string.Join('\n', said) + errors.Result;
        Assert.True(client.ExitCode == 0, all);
        Assert.Single(said, line => line.Contains("AllocationStarted", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 10).Select(step => $"log: step {step}"), said.Where(line => line.StartsWith("log: step", StringComparison.Ordinal)).Select(line => line.TrimEnd()));
        Assert.Contains(said, line => line.StartsWith("exit code 0, result 55", StringComparison.Ordinal));
    }

    // The project and the program as they stand in the README, with this checkout's path.
    private string Build(string readme)
    {
        string folder = Directory.CreateDirectory(Path.Combine(lab.Root, "sum")).FullName;
        File.WriteAllText(Path.Combine(folder, "sum.csproj"), Block(readme, "xml").Replace("/path/to/fleet", Top, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Block(readme, "csharp"));
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", folder, "-c", "Release", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", Path.Combine(folder, "out")])
        {
            RedirectStandardOutput = true,
        })!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, output);
        return Path.Combine(folder, "out", "sum.dll");
    }

    private static string Block(string markdown, string language) =>
        Regex.Match(markdown, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
}
