using System.Runtime.InteropServices;

namespace Fleet.Linux.Files;

/// <summary>Flags of open(2) and openat2(2) (asm-generic/fcntl.h, and asm/fcntl.h of arm64, which moves four of them).</summary>
public static class OpenFlags
{
    private static readonly bool Arm64 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoTerminal = 0x100;
    public const int Truncate = 0x200;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int Path = 0x200000;

    public static readonly int Folder = Arm64 ? 0x4000 : 0x10000;
    public static readonly int NoFollow = Arm64 ? 0x8000 : 0x20000;
}

/// <summary>How openat2(2) resolves a path (linux/openat2.h).</summary>
[Flags]
public enum Resolve : ulong
{
    None = 0,

    /// <summary>No crossing into another mount.</summary>
    NoMounts = 1,

    /// <summary>No links of /proc that jump anywhere.</summary>
    NoMagicLinks = 2,

    /// <summary>No symbolic links at all.</summary>
    NoSymlinks = 4,

    /// <summary>Whatever would leave the folder is refused (EXDEV).</summary>
    Beneath = 8,

    /// <summary>The folder counts as "/": links and ".." stay inside.</summary>
    InRoot = 16,
}
