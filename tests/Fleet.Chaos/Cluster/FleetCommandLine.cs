using System.Diagnostics;
using System.Text.Json;

namespace Fleet.Chaos.Cluster;

/// <summary>The command line as a user has it, against one root.</summary>
internal sealed class FleetCommandLine(string program, string root)
{
    /// <summary>Longer than any command takes, also to take down a lab with thousands of ended containers on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <exception cref="ChaosException">It ended with another code than 0, or not at all.</exception>
    public async Task<string> DoAsync(params string[] words)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string word in (string[])["--root", root, .. words]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new ChaosException($"fleet {string.Join(' ', words)} did not end within {Patience.TotalMinutes:0} minutes");
        }
        if (process.ExitCode != 0)
            throw new ChaosException($"fleet {string.Join(' ', words)} ended with {process.ExitCode}: {await output.ConfigureAwait(false)}{await errors.ConfigureAwait(false)}");
        return await output.ConfigureAwait(false);
    }

    public async Task<JsonElement> JsonAsync(params string[] words) =>
        JsonDocument.Parse(await DoAsync([.. words, "--format", "json"]).ConfigureAwait(false)).RootElement;
}

/// <summary>The run itself cannot go on; not a finding about the cluster.</summary>
internal sealed class ChaosException(string message) : Exception(message);
