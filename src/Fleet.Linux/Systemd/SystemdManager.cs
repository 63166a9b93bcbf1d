namespace Fleet.Linux.Systemd;

/// <summary>What we ask of systemd (org.freedesktop.systemd1(5)).</summary>
internal sealed class SystemdManager(SystemdBus bus) : IDisposable
{
    public const string UnitExists = "org.freedesktop.systemd1.UnitExists";

    private const string Path = "/org/freedesktop/systemd1", Face = "org.freedesktop.systemd1.Manager";

    /// <summary>Starts a transient, delegated scope that one process is in, and waits until it stands.</summary>
    /// <returns>False when there is one of this name.</returns>
    /// <exception cref="SystemdException">systemd refused.</exception>
    /// <exception cref="IOException">It could not be reached, or its job failed.</exception>
    public bool TryStartScope(string unit, string slice, int pid)
    {
        BusMessage answer;
        try
        {
            answer = bus.Call(Path, Face, "StartTransientUnit", "ssa(sv)a(sa(sv))", body =>
            {
                body.Text(unit);
                body.Text("fail");
                body.Array(8, properties => ScopeProperties.Write(properties, slice, pid));
                body.Array(8, static _ => { });
            });
        }
        catch (SystemdException e) when (e.Name == UnitExists)
        {
            return false;
        }

        string job = answer.Body.Text();
        string result = JobRemoved.Of(bus.WaitFor(message => message.Member == "JobRemoved" && JobRemoved.Of(message).Job == job)).Result;
        return result == "done" ? true : throw new IOException($"systemd did not start {unit}: its job ended as '{result}' (see journalctl -u {unit})");
    }

    /// <summary>Has systemd itself put a process into a group of a scope, which by then is certain not to be on its way out.</summary>
    /// <param name="group">Below the scope's own, such as <c>/keeper</c>; it must exist.</param>
    /// <exception cref="SystemdException">The scope has ended, or there is no such group.</exception>
    public void Attach(string unit, string group, int pid) => bus.Call(Path, Face, "AttachProcessesToUnit", "ssau", body =>
    {
        body.Text(unit);
        body.Text(group);
        body.Array(4, pids => pids.Number((uint)pid));
    });

    public void Dispose() => bus.Dispose();

    private readonly record struct JobRemoved(string Job, string Result)
    {
        public static JobRemoved Of(BusMessage signal)
        {
            BusReader body = signal.Body;
            _ = body.Number();
            string job = body.Text();
            _ = body.Text();    // the unit
            return new JobRemoved(job, body.Text());
        }
    }
}
