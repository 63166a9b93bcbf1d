namespace Fleet.Linux.Cgroups;

/// <summary>runtime-spec checkBeforeUpdate: v1 would answer EBUSY, v2 would kill; both are said before anything is done.</summary>
internal static class UsageCheck
{
    public static void Check(long pinned, long? wish)
    {
        if (wish is { } limit && pinned > limit)
        {
            throw new CgroupLimitException(
                "memory", $"memory limit {LimitCheck.Size(limit)} is below what is in use, {LimitCheck.Size(pinned)}; nothing was changed");
        }
    }
}
