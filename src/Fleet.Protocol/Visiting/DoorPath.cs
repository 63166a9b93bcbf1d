namespace Fleet.Protocol.Visiting;

/// <summary>How a door's HOST:PORT becomes an actor path.</summary>
public static class DoorPath
{
    /// <summary>Names of the door's actor system and actor: part of the protocol.</summary>
    public const string SystemName = "door";

    public const string ActorName = "door";

    /// <exception cref="FormatException">Not HOST:PORT.</exception>
    public static string Of(string door)
    {
        int colon = door.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(door.AsSpan(colon + 1), out ushort port) || port == 0 || door.Contains('/'))
            throw new FormatException($"'{door}' is no address of a door: write HOST:PORT, e.g. 10.0.0.1:7421");
        return $"akka.tcp://{SystemName}@{door}/user/{ActorName}";
    }
}
