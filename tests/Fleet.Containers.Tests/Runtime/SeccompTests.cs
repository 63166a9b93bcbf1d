using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Runtime;

/// <summary>Filters that a container brings, against the kernel.</summary>
public sealed class SeccompTests
{
    private static async Task<string> RunAsync(string profile, string script)
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("seccomp", script);
        (_, string output) = await bench.RunAsync(setup with
        {
            Spec = setup.Spec with { Linux = setup.Spec.Linux with { Seccomp = RuntimeSpecJson.ReadSeccomp(profile) } },
        });
        return output;
    }

    [SkippableFact]
    public async Task A_call_that_the_profile_refuses_fails_with_its_number() =>
        Assert.Contains("Exec format error\n", await RunAsync(
            """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":8}]}""",
            "mkdir /tmp/x 2>&1; grep Seccomp: /proc/self/status"));

    [SkippableFact]
    public async Task An_argument_decides()
    {
        // chmod(path, 0777) and fchmodat(folder, path, 0777)
        const string profile = """
            {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
              {"names":["chmod"],"action":"SCMP_ACT_ERRNO","args":[{"index":1,"value":511,"op":"SCMP_CMP_EQ"}]},
              {"names":["fchmodat"],"action":"SCMP_ACT_ERRNO","args":[{"index":2,"value":511,"op":"SCMP_CMP_EQ"}]}]}
            """;
        string output = await RunAsync(profile, "touch /tmp/x; chmod 700 /tmp/x && echo 700; chmod 777 /tmp/x 2>/dev/null || echo no 777; stat -c %a /tmp/x");
        Assert.Equal("700\nno 777\n700\n", output);
    }

    [SkippableFact]
    public async Task A_killed_program_ends_by_SIGSYS() =>
        Assert.Contains("159\n", await RunAsync(
            """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_KILL_PROCESS"}]}""",
            "(exec mkdir /tmp/x); echo $?"));

    [SkippableFact]
    public async Task Dockers_conditions_follow_the_containers_capabilities()
    {
        const string profile = """
            {"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],"syscalls":[
              {"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_CHOWN"]}},
              {"names":["rmdir","unlinkat"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_SYS_ADMIN"]}}]}
            """;
        Assert.Equal("no\n", await RunAsync(profile, "mkdir /tmp/x 2>/dev/null || echo no; rmdir /tmp 2>&1 | grep permitted"));
    }

    [SkippableFact]
    public async Task A_profile_that_refuses_all_but_a_list_runs_what_is_on_it()
    {
        const string profile = """
            {"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["execve","exit","exit_group","brk","mmap","munmap","mprotect","read","write","writev",
              "arch_prctl","set_tid_address","set_robust_list","rseq","prlimit64","readlink","readlinkat","getrandom","uname","getuid","geteuid","getgid",
              "getegid","fstat","newfstatat","stat","capset","prctl","seccomp","close","openat","open","fcntl","ioctl","rt_sigaction","rt_sigprocmask","rt_sigreturn",
              "getpid","getppid","getcwd","wait4","vfork","clone","fork"],"action":"SCMP_ACT_ALLOW"}]}
            """;
        Assert.Contains("1\n", await RunAsync(profile, "mkdir /tmp/x; echo $?"));
    }

    [SkippableFact]
    public async Task The_filter_holds_for_exec_as_well()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("exec", "sleep 100");
        setup = setup with
        {
            Spec = setup.Spec with
            {
                Linux = setup.Spec.Linux with
                {
                    Seccomp = RuntimeSpecJson.ReadSeccomp("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO"}]}"""),
                },
            },
        };
        RunningContainer container = await bench.StartAsync(setup);
        await using ExecSession session = await container.ExecAsync(new ExecSetup { Args = ["mkdir", "/tmp/x"] });
        Assert.Equal(1, await session.WaitAsync());
    }
}
