namespace Fleet.Linux.Cgroups.V1;

/// <summary>
/// Version 1 takes no quota below that of a group further down (EINVAL); version 2 does, and the smaller one counts. Cutting those
/// below first gives version 2's meaning.
/// </summary>
internal static class CpuBelow
{
    /// <param name="cores">What <paramref name="folder"/> itself is about to get.</param>
    public static void Fit(string folder, double cores)
    {
        foreach (string child in Children(folder))
        {
            Fit(child, cores);
            if (KernelText.Number(CgroupFile.TryRead(child, Cpu.QuotaFile)) is > 0 and { } quota
                && KernelText.Number(CgroupFile.TryRead(child, Cpu.PeriodFile)) is > 0 and { } period
                && quota > cores * period)
            {
                // A failure shows when the group's own value is written.
                _ = CgroupFile.TryWrite(child, Cpu.QuotaFile, LimitValues.Text(Math.Max(LimitValues.LeastQuota, (long)(cores * period))));
            }
        }
    }

    private static string[] Children(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];      // it ended meanwhile
        }
    }
}
