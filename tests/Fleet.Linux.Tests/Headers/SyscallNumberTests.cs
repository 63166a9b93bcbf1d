using System.Text.RegularExpressions;
using Fleet.Linux.Security;

namespace Fleet.Linux.Tests.Headers;

/// <summary>Numbers of system calls against the kernel's headers, for both machines.</summary>
public partial class SyscallNumberTests
{
    // What arm64's asm/unistd.h defines before it includes the generic table.
    private const string Arm64 =
        "#define __ARCH_WANT_RENAMEAT\n#define __ARCH_WANT_NEW_STAT\n#define __ARCH_WANT_SET_GET_RLIMIT\n#define __ARCH_WANT_TIME32_SYSCALLS\n#define __ARCH_WANT_SYS_CLONE3\n#define __ARCH_WANT_MEMFD_SECRET";

    private static Dictionary<string, long> Header(string machine)
    {
        Skip.IfNot(CHeaders.Available, CHeaders.Missing);
        Dictionary<string, long> numbers = machine switch
        {
            "X64" => CHeaders.Numbers("asm/unistd_64.h", "__NR_"),
            "I386" => CHeaders.Numbers("asm/unistd_32.h", "__NR_"),
            _ => CHeaders.Numbers("asm-generic/unistd.h", "__NR_", Arm64),
        };
        numbers.Remove("syscalls");
        numbers.Remove("arch_specific_syscall");
        return numbers;
    }

    [SkippableTheory]
    [InlineData("X64")]
    [InlineData("I386")]
    [InlineData("Arm64")]
    public void The_filters_tables_have_the_headers_names_and_numbers(string machine)
    {
        Skip.IfNot(machine == "Arm64" || File.Exists("/usr/include/x86_64-linux-gnu/asm/unistd_32.h"), "the x86 headers are elsewhere on this machine");
        string?[] table = machine switch { "X64" => SyscallTable.X64, "I386" => SyscallTable.I386, _ => SyscallTable.Arm64 };
        Dictionary<string, long> header = Header(machine);
        Assert.InRange(header.Count, 300, 500);
        foreach ((string name, long number) in header)
        {
            Assert.True(table[number] == name, $"{number} is {name}, not {table[number]}");
        }

        // The rest is what newer kernels have: no name twice, and nothing where the header has a hole.
        string[] rest = table.Where(name => name is not null && !header.ContainsKey(name)).ToArray()!;
        Assert.All(rest, name => Assert.True(Array.IndexOf(table, name) > header.Values.Max() || name == "uretprobe", name));
        Assert.Equal(table.Count(name => name is not null), table.Where(name => name is not null).Distinct().Count());
    }

    [SkippableFact]
    public void The_numbers_that_plans_use_are_right_on_both_machines()
    {
        Dictionary<string, long> x64 = Header("X64"), arm64 = Header("Arm64");
        string source = File.ReadAllText(SourceFile("src/Fleet.Linux/Processes/Nr.cs"));
        int seen = 0;
        foreach (Match match in NumberLine().Matches(source))
        {
            string name = CallName(match.Groups["name"].Value);
            long x = long.Parse(match.Groups["x"].Value), a = match.Groups["a"].Success ? long.Parse(match.Groups["a"].Value) : x;
            Assert.Equal((name, x64[name], arm64[name]), (name, x, a));
            seen++;
        }

        Assert.Equal(typeof(Fleet.Linux.Processes.Nr).GetFields().Length, seen);
    }

    private static string CallName(string name) => name switch
    {
        "NewFstatAt" => "newfstatat",
        "OpenAt2" => "openat2",
        "RenameAt2" => "renameat2",
        _ when name.EndsWith("At", StringComparison.Ordinal) => name.ToLowerInvariant(),
        "PidfdOpen" or "PidfdSendSignal" or "PidfdGetfd" or "RtSigaction" or "RtSigprocmask" or "RtSigtimedwait" or "ExitGroup" or "PivotRoot" or "OpenTree"
            or "MoveMount" or "MountSetattr" or "CloseRange" or "ClockGettime" => Capital().Replace(name, "_$0").TrimStart('_').ToLowerInvariant(),
        _ => name.ToLowerInvariant(),
    };

    private static string SourceFile(string path)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, path)))
            {
                return Path.Combine(folder, path);
            }
        }

        throw new FileNotFoundException(path);
    }

    [GeneratedRegex(@"int (?<name>\w+) = (X64 \? (?<x>\d+) : (?<a>\d+)|(?<x>\d+));")]
    private static partial Regex NumberLine();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
