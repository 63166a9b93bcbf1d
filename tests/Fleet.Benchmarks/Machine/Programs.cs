using System.Diagnostics;
using System.Runtime.InteropServices;
using Fleet.Linux.Processes;

namespace Fleet.Benchmarks.Machine;

/// <summary>A program ended otherwise than it should.</summary>
internal sealed class ProgramFailedException(string message) : IOException(message);

internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs to the end and gives the output.</summary>
    /// <exception cref="ProgramFailedException">Its exit code was not 0, or it took longer than three minutes.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> words, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancel.ThrowIfCancellationRequested();
            throw new ProgramFailedException($"{Line(program, start.ArgumentList)} did not end within {Patience.TotalMinutes:0} minutes");
        }

        return process.ExitCode == 0 ? await output
            : throw new ProgramFailedException($"{Line(program, start.ArgumentList)} ended with {process.ExitCode}: {(await errors).Trim()} {(await output).Trim()}".TrimEnd());
    }

    /// <summary>From before the program's start until it has been waited for, in milliseconds; started as cheaply as Fleet starts its shims.</summary>
    /// <exception cref="ProgramFailedException">Its exit code was not 0.</exception>
    public static double Time(string program, IReadOnlyList<string> words)
    {
        string errors = Path.GetTempFileName();
        try
        {
            long from = Stopwatch.GetTimestamp();
            (int pid, var output) = ReportingProcess.Start(program, words, errors);
            string said;
            using (output)
            using (var reader = new StreamReader(new FileStream(output, FileAccess.Read, bufferSize: 0))) said = reader.ReadToEnd();
            int waited = WaitPid(pid, out int status, 0);
            double time = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            return waited == pid && status == 0 ? time
                : throw new ProgramFailedException($"{Line(program, words)} ended with {status >> 8}: {File.ReadAllText(errors).Trim()} {said.Trim()}".TrimEnd());
        }
        finally
        {
            File.Delete(errors);
        }
    }

    private static string Line(string program, IEnumerable<string> words) => string.Join(' ', [program, .. words]);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static extern int WaitPid(int pid, out int status, int options);
}
