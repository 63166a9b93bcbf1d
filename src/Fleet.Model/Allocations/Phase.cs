namespace Fleet.Model;

/// <summary>Where an allocation or container stands; it only ever moves to a later one (Paused and Running alternate).</summary>
public enum Phase
{
    Pending = 0,
    Preparing = 64,
    Created = 128,
    Running = 192,
    Paused = 224,
    Exited = 256,

    /// <summary>Gone with its writable layer; never shown in listings.</summary>
    Removed = 320,
}

public enum Desired
{
    Run,
    Stop,
}
