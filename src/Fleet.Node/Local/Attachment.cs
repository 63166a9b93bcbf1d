using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Node.Engine;
using OutputPosition = Fleet.Node.Engine.OutputPosition;

namespace Fleet.Node.Local;

/// <param name="id">The container's.</param>
/// <param name="session">Owned from now on.</param>
/// <param name="say">Tells an event of the container.</param>
internal sealed class Attachment(string id, AttachSession session, Action<string, (string, string)[]> say) : IContainerAttachment
{
    public string Id => id;

    public OutputPosition Position => new(session.Position.Run, session.Position.Stdout, session.Position.Stderr);

    public bool WasCut => session.WasCut;

    public Stream? Stdin => session.Stdin;

    public Stream Stdout => session.Stdout;

    public Stream Stderr => session.Stderr;

    public bool TakeGap() => session.TakeGap();

    public async Task ResizeAsync(TerminalSize size, CancellationToken cancel)
    {
        await session.ResizeAsync(new ConsoleSize(size.Rows, size.Columns), cancel).ConfigureAwait(false);
        say("resize", [("height", $"{size.Rows}"), ("width", $"{size.Columns}")]);
    }

    public void SayDetached() => say("detach", []);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
