namespace Fleet.Control.Journal;

/// <summary>A place for the scheduler's events: one folder, or one project (Fleet.Journal.*), each.</summary>
public interface IJournalBackend
{
    /// <summary>For messages: what and where.</summary>
    string Description { get; }

    /// <summary>Whether several control hosts may use it.</summary>
    bool IsShared { get; }

    /// <summary>Opens it, creates what is missing, and proves that it can be written.</summary>
    /// <exception cref="Hosting.ControlException">It cannot be used; says why and what to do.</exception>
    Task<IEventLog> OpenAsync(CancellationToken cancel);
}
