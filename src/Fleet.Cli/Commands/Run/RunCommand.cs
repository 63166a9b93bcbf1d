using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Streams;

namespace Fleet.Cli.Commands.Run;

internal sealed class RunCommand : MakingCommand
{
    public RunCommand() : base("run", "Run a container on this node")
    {
        foreach (var option in ContainerOptions.OfRun)
        {
            Add(option);
        }
    }

    public override string Notes =>
        "Options end at IMAGE: all that follows is the container's.\n"
        + "Exit code: the container's; 125 Fleet's own error, 126 not executable, 127 not found, 128 + N killed by signal N\n"
        + "(137 SIGKILL, 143 SIGTERM). A kill for want of memory is said on stderr.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var keys = Detaching.Keys(context, ContainerOptions.DetachKeys);
        var request = Request(context);
        if (request.Spec.Terminal)
        {
            request = request with { TerminalSize = TerminalMode.SizeOf(context.Io, request.Spec.OpenStdin && !context.Get(ContainerOptions.Detach)) };
        }

        using var client = context.Connect();
        var created = await MakeAsync(client, request, context, cancel);
        try
        {
            if (!context.Get(ContainerOptions.Detach))
            {
                return await AttachedAsync(client, created, request, keys, context, cancel);
            }

            await client.PostAsync(Routes.Container(created.Id, "start"), cancel);
            context.Io.Print(created.Id);
            return ExitCodes.Success;
        }
        catch (ApiException e) when (e.Error.Code == ErrorCodes.StartFailed)
        {
            // It never ran: what was made for it is of no use to anybody.
            await Creation.RemoveAsync(client, created.Id);
            throw;
        }
    }

    private async Task<int> AttachedAsync(
        AgentClient client, CreatedContainer created, CreateContainer request, DetachKeys keys, CommandContext context, CancellationToken cancel)
    {
        bool terminal = request.Spec.Terminal;
        var attach = new AttachRequest { Start = true, Stdin = request.Spec.OpenStdin, StdinOnce = !terminal, Terminal = request.TerminalSize };
        var setup = new SessionSetup(attach.Stdin, terminal, context.Get(ContainerOptions.SigProxy), keys);
        ExitInfo? exit;
        using (var link = await ResumingLink.OpenAsync(client, created.Id, attach, context.Io, cancel))
        {
            try
            {
                exit = await new StreamSession(link, context.Io).RunAsync(setup, cancel);
            }
            catch (NoReaderException)
            {
                // SIGPIPE would have ended a program here. The first process of a container is safe from it, and would write for ever.
                await Creation.EndAsync(client, created.Id, remove: request.AutoRemove);
                throw;
            }
        }

        if (exit is null)
        {
            return ExitCodes.Success;   // left with the detach keys; it goes on
        }

        if (request.AutoRemove)
        {
            await Creation.RemoveAsync(client, created.Id);
        }

        if (exit.OomKilled)
        {
            string limit = request.Spec.Limits.MemoryBytes is { } bytes ? $" (its limit is {Output.Show.Bytes(bytes)})" : "";
            context.Io.Say($"fleet: {created.Name} was killed: out of memory{limit}");
        }
        else if (exit.Message.Length > 0)
        {
            context.Io.Say($"fleet: {created.Name}: {exit.Message}");
        }

        return exit.ExitCode ?? ExitCodes.RunFailure;
    }
}
