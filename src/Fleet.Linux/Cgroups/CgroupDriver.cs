namespace Fleet.Linux.Cgroups;

/// <summary>Chooses the driver by looking at what is mounted.</summary>
public static class CgroupDriver
{
    /// <summary>v2 when the controllers are there, v1 when they are in hierarchies of their own.</summary>
    /// <exception cref="KernelException">Neither is mounted.</exception>
    public static ICgroupDriver Detect() => throw new NotImplementedException();
}
