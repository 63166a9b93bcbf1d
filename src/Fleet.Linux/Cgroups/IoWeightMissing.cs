namespace Fleet.Linux.Cgroups;

/// <summary>Weights of block I/O need a scheduler that knows groups; many kernels are built without.</summary>
internal static class IoWeightMissing
{
    public static string Message(string files) =>
        $"block I/O cannot be weighted: this kernel lacks {files} (BFQ for cgroups: CONFIG_BFQ_GROUP_IOSCHED, modprobe bfq); leave the weight out, or limit rates per device";
}
