using System.Diagnostics;
using System.Text.Json;

namespace Fleet.Cluster.Tests.Harness;

internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>The output without its last line end.</summary>
    public string Line => Output.TrimEnd('\n');
}

/// <summary>The command line against one root.</summary>
internal sealed class FleetCli(string root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Root { get; } = root;

    /// <summary>Runs to the end, whatever the exit code.</summary>
    public Outcome Try(params string[] words)
    {
        using var process = Start(words);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: false);
            throw new TimeoutException($"fleet {string.Join(' ', words)} did not end within {Patience.TotalSeconds} s; so far:\n{output.Result}\n{errors.Result}");
        }
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs to the end and demands exit code 0.</summary>
    public Outcome Do(params string[] words)
    {
        var outcome = Try(words);
        Assert.True(outcome.ExitCode == 0, $"fleet {string.Join(' ', words)} ended with {outcome.ExitCode}:\n{outcome.Output}\n{outcome.Errors}");
        return outcome;
    }

    public JsonElement Json(params string[] words) => JsonDocument.Parse(Do([.. words, "--format", "json"]).Output).RootElement;

    /// <summary>As docker's inspect names it: <c>State.Pid</c>, ...</summary>
    /// <summary>Its first process, as the host counts.</summary>
    public int HostPid(string name) => Inspect(name).GetProperty("State").GetProperty("Pid").GetInt32();

    public JsonElement Inspect(string name) => JsonDocument.Parse(Do("inspect", name).Output).RootElement[0];

    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo(Installed.Fleet) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--root");
        start.ArgumentList.Add(Root);
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }
}
