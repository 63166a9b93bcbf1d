namespace Fleet.Journal.Raft.Store;

internal enum Ruling : byte
{
    Done,

    /// <summary>A later writer has opened the id.</summary>
    Fenced,

    /// <summary>The sequence numbers do not go on where the log ends.</summary>
    Gap,

    /// <summary>This member does not lead, or led no more when it would have answered: the command may or may not be executed yet.</summary>
    Unknown,
}

/// <summary>What the log decided about a command.</summary>
/// <param name="Value">The generation that was opened; else the highest sequence number.</param>
/// <param name="Highest">The highest sequence number ever written.</param>
/// <param name="Index">Of the command in the log: who has executed that has seen it.</param>
/// <param name="Term">In which it was committed.</param>
internal readonly record struct Verdict(Ruling Ruling, long Value, long Highest, long Index = 0, long Term = 0);
