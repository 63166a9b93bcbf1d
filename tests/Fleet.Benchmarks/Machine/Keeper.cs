using System.Diagnostics;

namespace Fleet.Benchmarks.Machine;

/// <summary>
/// A shell that sets something up, says <c>ready</c>, and takes it down when its standard input ends: when this is disposed, and
/// also when the program that disposes was interrupted or killed.
/// </summary>
internal sealed class Keeper : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _shell;
    private readonly Task<string> _errors;

    private Keeper(Process shell, Task<string> errors) => (_shell, _errors) = (shell, errors);

    /// <exception cref="ProgramFailedException">The script ended without having said <c>ready</c>.</exception>
    public static async Task<Keeper> StartAsync(string script, params IReadOnlyList<string> words)
    {
        // In a session of its own: an interrupt from the terminal must not take it along.
        var start = new ProcessStartInfo("setsid", ["--wait", "sh", "-c", script, "sh", .. words])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var shell = Process.Start(start)!;
        var keeper = new Keeper(shell, ErrorsAsync(shell));
        string? line;
        do line = await shell.StandardOutput.ReadLineAsync();
        while (line is not (null or "ready"));
        if (line is null)
        {
            await keeper.DisposeAsync();
            throw new ProgramFailedException((await keeper._errors).Trim());
        }

        return keeper;
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var timer = new CancellationTokenSource(Patience);
        try
        {
            await _shell.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            // It goes on by itself; what was measured is not lost for it.
        }

        _shell.Dispose();
    }

    private static async Task<string> ErrorsAsync(Process shell)
    {
        var all = new List<string>();
        while (await shell.StandardError.ReadLineAsync() is { } line) all.Add(line);
        return string.Join('\n', all.TakeLast(5));
    }
}
