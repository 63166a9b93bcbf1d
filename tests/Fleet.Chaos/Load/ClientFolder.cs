namespace Fleet.Chaos.Load;

/// <summary>What a client's process and the run share: a folder of files.</summary>
internal sealed class ClientFolder(string folder, string client)
{
    public string History => Path.Combine(folder, $"client-{client}.jsonl");

    public string Log => Path.Combine(folder, $"client-{client}.log");

    /// <summary>While it is there, clients begin no call.</summary>
    public string Hold => Path.Combine(folder, "hold");

    /// <summary>While it is there, the client has no call open and begins none.</summary>
    public string Held => Path.Combine(folder, $"held-{client}");
}
