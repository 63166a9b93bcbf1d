namespace Fleet.Linux.Mounts;

/// <summary>RESOLVE_* of openat2(2) (linux/openat2.h) and the two flags of open(2) that a plan needs (alike on x86-64 and arm64).</summary>
public static class Resolving
{
    public const ulong NoMagicLinks = 2, NoSymlinks = 4, Beneath = 8, InRoot = 16;
    public const ulong PathOnly = 0x200000, CloseOnExec = 0x80000;
}
