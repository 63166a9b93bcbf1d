namespace Fleet.Images.Archives;

/// <summary>The ids of a user namespace, one run of them: 0 inside is <paramref name="First"/> on the host.</summary>
public readonly record struct IdShift(uint First, uint Count)
{
    /// <summary>Ids mean the same inside and outside.</summary>
    public static readonly IdShift None = new(0, uint.MaxValue);

    /// <summary>Whether an id of the host is one of the container's.</summary>
    public bool Covers(uint host) => host - First < Count && host >= First;

    /// <summary>An id that the namespace does not have is taken as it is: a layer's file that was not mapped.</summary>
    public uint Inside(uint host) => Covers(host) ? host - First : host;

    /// <exception cref="ImageException">The namespace has no such id.</exception>
    public uint Outside(uint inside) => inside < Count
        ? First + inside
        : throw new ImageException(ImageProblem.Invalid, $"id {inside} is none of the container's: its user namespace has {Count}");
}
