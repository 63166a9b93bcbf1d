namespace Fleet.Shim.Tests.Support;

/// <summary>Making and removing one cgroup's folder below <c>fleet</c>, which comes with its first group and goes with its last.</summary>
internal static class GroupFolder
{
    internal static void Make(string folder) =>
        // Another test's end may remove the parent in between: then once more.
        Assert.True(SpinWait.SpinUntil(() => Done(() => Directory.CreateDirectory(folder)), TimeSpan.FromSeconds(10)), $"{folder} cannot be made");

    internal static void Remove(string folder)
    {
        // A process that just ended may still be listed for a moment.
        SpinWait.SpinUntil(() => Done(() => Directory.Delete(folder)), TimeSpan.FromSeconds(10));

        // While another test has a group in it, the kernel refuses.
        Done(() => Directory.Delete(Path.GetDirectoryName(folder)!));
    }

    private static bool Done(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
