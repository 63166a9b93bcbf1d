using System.Collections;
using System.Runtime.InteropServices;
using Fleet.Agent.Configuration;
using Fleet.Agent.Startup;
using Fleet.Api.Contracts.Roots;
using Fleet.Protocol.Logging;

namespace Fleet.Agent.Composition;

/// <summary>The process: start, wait for a signal, leave.</summary>
internal static class AgentProgram
{
    private const int Failed = 1;
    private const int WrongUse = 2;

    public static async Task<int> RunAsync(string[] words)
    {
        Console.SetError(new LossyWriter(Console.Error));
        AgentArguments arguments;
        try
        {
            arguments = AgentArguments.Parse(words);
        }
        catch (StartException e)
        {
            return Fail(e.Message, WrongUse);
        }

        using var end = new EndSignal();
        try
        {
            var root = FleetRoot.Choose(arguments.Root, Environment.GetEnvironmentVariable(FleetRoot.Variable));
            var faults = HostCheck.Faults(Environment.IsPrivilegedProcess);
            if (faults.Count > 0) throw new StartException(string.Join('\n', faults));

            var settings = AgentSettingsReader.Read(arguments.Config, Variables(arguments), Environment.MachineName);
            LogLine.AsJson = settings.Logs.Format == LogFormat.Json;
            using var only = StateLock.Take(root);
            await using var agent = await RunningAgent.StartAsync(settings, arguments, root, end.Token);
            if (agent.Notice is { } notice) LogLine.Say("fleet-agent", "warning", notice);
            LogLine.Say("fleet-agent", "info", agent.Describe());
            ServiceManager.Ready();
            // What only the start needed (configuration, JSON, the compiler's own) is given back to the host.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await end.Wait;
            LogLine.Say("fleet-agent", "info", $"{end.Name}: leaving{(arguments.StopContainers ? " and stopping the containers" : "; containers go on")}");
            ServiceManager.Stopping();
            await agent.LeaveAsync(arguments.StopContainers);
            return 0;
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            return 0;       // told to end before it had started
        }
        catch (Exception e) when (Cause.InWords(e) is { } message)
        {
            return Fail(message, Failed);
        }
    }

    private static Dictionary<string, string> Variables(AgentArguments arguments)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        if (arguments.Name is { } name) variables["FLEET_NODE_NAME"] = name;
        return variables;
    }

    private static int Fail(string message, int code)
    {
        foreach (string line in message.Split('\n')) LogLine.Say("fleet-agent", "error", line);
        return code;
    }
}

/// <summary>SIGTERM and SIGINT, once; a second one ends the process as it always did.</summary>
internal sealed class EndSignal : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public EndSignal()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, On);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, On);
    }

    public string Name { get; private set; } = "";

    public Task Wait => _ended.Task;

    /// <summary>For what must not go on once the end was asked for.</summary>
    public CancellationToken Token => _cancel.Token;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _cancel.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        if (_ended.Task.IsCompleted) return;
        context.Cancel = true;
        Name = context.Signal.ToString();
        _ended.TrySetResult();
        _cancel.Cancel();
    }
}
