using System.Diagnostics;
using System.Globalization;

namespace Fleet.Control.Tests.Support;

/// <summary>A writer in a process of its own that stands still (SIGSTOP) after some acknowledgements.</summary>
internal sealed class StoppedWriter : IAsyncDisposable
{
    private readonly Process _process;

    private StoppedWriter(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>The last event that it knew to be written.</summary>
    public long Acknowledged { get; private set; }

    public static async Task<StoppedWriter> StartAsync(string folder)
    {
        var writer = new StoppedWriter(Process.Start(
            new ProcessStartInfo("dotnet", [typeof(WriterProgram).Assembly.Location, "write", "sqlite", folder]) { RedirectStandardOutput = true })!);
        for (int count = 0; count < 10; count++)
            writer.Acknowledged = long.Parse((await writer._process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        using var stop = Process.Start("/bin/kill", ["-STOP", writer.Pid.ToString(CultureInfo.InvariantCulture)]);
        await stop.WaitForExitAsync();
        return writer;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
