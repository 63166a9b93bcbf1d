using System.Runtime.InteropServices;

namespace Fleet.Linux.Files;

/// <summary>Numbers of the calls that the C library has no entry for (asm/unistd_64.h; asm-generic/unistd.h for arm64).</summary>
internal static class FileSyscalls
{
    /// <summary>getdents64(2).</summary>
    internal static readonly int GetDents64 = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 217 : 61;

    // From 424 on every architecture counts alike.
    internal const int OpenTree = 428;
    internal const int MoveMount = 429;
    internal const int FsOpen = 430;
    internal const int FsConfig = 431;
    internal const int FsMount = 432;
    internal const int OpenAt2 = 437;
}
