namespace Fleet.Protocol.Sessions;

/// <summary>The versions of the protocol that this build speaks; a Hello offers them and the door picks the highest in common.</summary>
public static class ProtocolVersion
{
    public const int Oldest = 1;
    public const int Current = 1;

    /// <summary>The highest in common, or null.</summary>
    public static int? Common(int min, int max) => min <= Current && max >= Oldest && min <= max ? Math.Min(max, Current) : null;
}
