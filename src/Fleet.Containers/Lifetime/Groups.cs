using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Lifetime;

/// <summary>Taking a container's group away, with what still runs in it.</summary>
internal static class Groups
{
    public static void Remove(ICgroup group, ICgroup shims)
    {
        if (group.Exists)
        {
            group.KillAll();
            group.Remove();
        }

        shims.RemoveIfEmpty();
    }
}
