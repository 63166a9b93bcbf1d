namespace Fleet.Shim.Protocol;

/// <summary>
/// What a frame on the shim's socket is. A frame is 8 bytes of head (<see cref="FrameHead"/>) and a payload.
/// <para>A client says <see cref="Hello"/> first. Every request is answered, in order, by <see cref="Done"/>,
/// <see cref="Failed"/> or the answer named at it, with the request's number. Events bear number 0.</para>
/// <para>A connection carries the streams of at most one process: after <see cref="Attach"/> or <see cref="Exec"/> succeeded,
/// <see cref="Output"/> comes from the shim and <see cref="Input"/> goes to it, until <see cref="ExecExited"/>,
/// <see cref="Exited"/> or the end of the connection. Closing the connection detaches; it ends no process.</para>
/// </summary>
public enum FrameKind : ushort
{
    /// <summary>Client: <see cref="HelloMessage"/>. Answered by <see cref="Welcome"/>, or Failed when no version is common.</summary>
    Hello = 1,

    /// <summary>Shim: <see cref="WelcomeMessage"/>.</summary>
    Welcome = 2,

    /// <summary>Shim: the request was done; no payload but to Attach.</summary>
    Done = 3,

    /// <summary>Shim: <see cref="FailedMessage"/>.</summary>
    Failed = 4,

    /// <summary>Client: run the created container's program. Done once execve succeeded; Failed with code 125 to 127 when it did not (the exit record says the same).</summary>
    Start = 10,

    /// <summary>Client: <see cref="SignalMessage"/>. Failed with <see cref="FailedMessage.NotRunning"/> when it has ended.</summary>
    Signal = 11,

    /// <summary>Client: tell me when the container has ended, by one <see cref="Exited"/> with this number; at once if it has.</summary>
    Wait = 12,

    /// <summary>
    /// Shim: <see cref="ExitRecord"/>, after it is on disk: to a Wait with its number, else to every client with number 0 (to those that
    /// are attached after the last output). Then close: the shim ends when all have, or after a second. A connection that is refused
    /// or ends without this frame means: read <see cref="ShimFolder.Exit"/>.
    /// </summary>
    Exited = 13,

    /// <summary>Client: <see cref="AttachMessage"/>. Done, with an <see cref="AttachedMessage"/>, then the container's streams from there on.</summary>
    Attach = 14,

    /// <summary>Client: <see cref="ExecMessage"/>. <see cref="ExecStarted"/>, or Failed with code 126 or 127.</summary>
    Exec = 15,

    /// <summary>Shim: <see cref="ExecStartedMessage"/>.</summary>
    ExecStarted = 16,

    /// <summary>Shim: <see cref="ExecExitedMessage"/>, after the last output (number 0).</summary>
    ExecExited = 17,

    /// <summary>Client: a piece for the process's standard input; empty is its end. Not answered.</summary>
    Input = 18,

    /// <summary>Shim: <see cref="OutputMessage"/>: a byte <see cref="StreamKind"/> and the bytes themselves.</summary>
    Output = 19,

    /// <summary>Shim: this client read too slowly and lost output: an Int64 of bytes. It is in the log all the same.</summary>
    OutputLost = 20,

    /// <summary>Client: <see cref="ResizeMessage"/>.</summary>
    Resize = 21,

    /// <summary>Client: <see cref="DeadmanPlan"/> as three Int32; arms, changes or (0 seconds) disarms stop-after-silence. Also counts as a word from the agent.</summary>
    Deadman = 22,

    /// <summary>Client: a word from the agent, which sets stop-after-silence back. Answered by Done.</summary>
    Ping = 23,

    /// <summary>Client: kill what there is (SIGKILL) and end, whatever phase it is in. Done, then Exited as always.</summary>
    Kill = 24,

    /// <summary>Client: answered by <see cref="State"/>.</summary>
    GetState = 25,

    /// <summary>Shim: a <see cref="ShimState"/>.</summary>
    State = 26,
}

/// <summary>Which of a process's streams; a terminal's output is all Stdout.</summary>
public enum StreamKind : byte
{
    Stdin = 0,
    Stdout = 1,
    Stderr = 2,
}
