using System.Diagnostics;

namespace Fleet.Journal.Raft.Tests.Gate;

/// <summary>A member in a process and a network of its own.</summary>
internal sealed class GateMember(int number, GateNetwork network, string members, string folder, GateHistory history) : IDisposable
{
    private Process? _process;
    private TaskCompletionSource<string>? _awaited;
    private string _awaitedWord = "";

    public bool IsWriting { get; private set; }

    public bool IsUp => _process is { HasExited: false };

    /// <param name="slowMs">Each synchronisation of its disk takes so long.</param>
    public void Start(int slowMs, bool forgets = false)
    {
        _process = Process.Start(new ProcessStartInfo("ip", [
            "netns", "exec", network.Name(number), "dotnet", typeof(MemberProgram).Assembly.Location, "member", members,
            $"{GateNetwork.Address(number)}:4056", folder, $"{slowMs}", .. forgets ? (string[])["forgets"] : []])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null && Environment.GetEnvironmentVariable("FLEET_RAFT_GATE_LOG") is not null) Console.WriteLine($"m{number}: {line.Data}");
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Kill()
    {
        IsWriting = false;
        _process?.Kill();
        _process?.WaitForExit();        // and all that it said has been heard
        _process?.Dispose();
        _process = null;
        _awaited?.TrySetResult("killed");
    }

    public void Write()
    {
        IsWriting = true;
        Order("write");
    }

    /// <summary>Gives the order, and waits for the line that begins so; "" where it does not come.</summary>
    public async Task<string> AskAsync(string order, string answer, TimeSpan within)
    {
        (_awaited, _awaitedWord) = (new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), answer);
        Order(order);
        return await Task.WhenAny(_awaited.Task, Task.Delay(within)) == _awaited.Task ? await _awaited.Task : "";
    }

    public void Dispose() => Kill();

    private void Order(string order)
    {
        try
        {
            _process?.StandardInput.WriteLine(order);
            _process?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is dead.
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        history.Hear($"m{number}", line);
        if (line.StartsWith("lost", StringComparison.Ordinal)) IsWriting = false;
        if (_awaited is { } awaited && line.StartsWith(_awaitedWord, StringComparison.Ordinal)) awaited.TrySetResult(line);
    }
}
