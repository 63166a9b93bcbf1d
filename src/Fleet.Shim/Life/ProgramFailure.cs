using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fleet.Linux;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>What a failed execve means to the user: docker's exit codes 126 and 127, and the cause in words.</summary>
internal static class ProgramFailure
{
    private const int Enoent = 2, E2Big = 7, Enoexec = 8, Eacces = 13, Enotdir = 20, Etxtbsy = 26;

    /// <param name="tried">The candidate whose errno it is; for "not found", the name itself.</param>
    /// <param name="errno">Of execve.</param>
    /// <param name="process">What was to run.</param>
    /// <param name="root">The container's root, to look at the file.</param>
    internal static FailedMessage Explain(string tried, Errno errno, ProcessPlan process, ContainerRoot? root)
    {
        string program = process.Args[0];
        string path = tried.StartsWith('/') ? tried : $"{process.WorkingDirectory}/{tried}";
        return errno.Value switch
        {
            Enoent or Enotdir when program.Length == 0 => new(127, Enoent, "the command is empty: name a program"),
            Enoent or Enotdir when !program.Contains('/') =>
                new(127, Enoent, $"{program}: not found in PATH ({ExecuteSteps.Find(process.Env, "PATH") ?? ExecuteSteps.DefaultPath}) of the container"),
            Enoent when Exists(root, path) => new(127, Enoent, $"{program}: exists, but the interpreter or loader that it names does not"),
            Enoent or Enotdir => new(127, errno.Value, $"{program}: no such file in the container"),
            Eacces when IsFolder(root, path) => new(126, Eacces, $"{tried}: is a directory, not a program"),
            Eacces => new(126, Eacces, $"{tried}: not executable (permission denied); set its execute bit, or call its interpreter"),
            Enoexec when ForeignMachine(root, path) is { } machine =>
                new(126, Enoexec, $"{tried}: is for the architecture {machine}, this machine is {OwnMachine}; use an image for {OwnMachine}"),
            Enoexec => new(126, Enoexec, $"{tried}: not in a format that the kernel executes (no #! line, or for another architecture)"),
            Etxtbsy => new(126, Etxtbsy, $"{tried}: is open for writing"),
            E2Big => new(126, E2Big, $"{tried}: arguments and environment are too long for the kernel"),
            _ => new(126, errno.Value, $"{tried}: cannot be executed: {errno}"),
        };
    }

    private static string OwnMachine => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "amd64" : "arm64";

    private static bool Exists(ContainerRoot? root, string path) => root is not null && root.KindOf(path) != ContainerRoot.Kind.Missing;

    private static bool IsFolder(ContainerRoot? root, string path) => root?.KindOf(path) == ContainerRoot.Kind.Folder;

    private static string? ForeignMachine(ContainerRoot? root, string path)
    {
        byte[]? head = root?.Read(path, 20);
        if (head is not { Length: 20 } || !head.AsSpan(0, 4).SequenceEqual("\x7fELF"u8))
        {
            return null;
        }

        ushort machine = head[5] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(18)) : BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18));
        string name = MachineName(machine);
        return name == OwnMachine && head[4] == 2 ? null : name;
    }

    // e_machine of elf.h, in the names that images use.
    private static string MachineName(ushort machine) => machine switch
    {
        3 => "386",
        8 => "mips",
        20 => "ppc",
        21 => "ppc64",
        22 => "s390x",
        40 => "arm",
        62 => "amd64",
        183 => "arm64",
        243 => "riscv64",
        258 => "loong64",
        _ => $"ELF machine {machine}",
    };
}
