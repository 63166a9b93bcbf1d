namespace Fleet.Control.Members.Founding;

/// <summary>Numbers as on the wire.</summary>
internal enum Footing
{
    /// <summary>In no cluster.</summary>
    Seeking = 0,

    /// <summary>In a cluster that has not taken it up yet: it founded one and waits for others, or asked to be let in.</summary>
    Joining = 1,

    Up = 2,

    /// <summary>Leaving, or put out.</summary>
    Going = 3,
}

/// <summary>How a control host stands, as it tells the others.</summary>
/// <param name="Reach">Of one that is up: how many control hosts it reaches, itself among them.</param>
internal sealed record Standing(Footing Footing, int Reach);
