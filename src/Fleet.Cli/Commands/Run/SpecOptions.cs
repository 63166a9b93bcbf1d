using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>The less usual half of <see cref="RunRequest"/>: security, the kernel, names, the log.</summary>
internal sealed class SpecOptions(RunOptions options, CommandContext context)
{
    /// <exception cref="UsageException">An option makes no sense.</exception>
    public ContainerSpec Read(ContainerSpec spec)
    {
        CheckPlatform();
        var kernel = options.Kernel;
        return options.Names.Read(Log(Security(spec)), context) with
        {
            Init = context.Get(kernel.Init),
            Privileged = context.Get(kernel.Privileged),
            SharedMemoryBytes = Size("--shm-size", context.Get(kernel.ShmSize)),
            OomScoreAdjust = context.Get(kernel.OomScoreAdj) is { } score ? (int)Math.Clamp(RunRequest.Whole("--oom-score-adj", score), int.MinValue, int.MaxValue) : null,
            Sysctls = KernelOptions.Pairs("--sysctl", context.Get(kernel.Sysctl))
                .Aggregate(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), (all, pair) => all.SetItem(pair.Key, pair.Value)),
            DeviceRules = [.. context.Get(kernel.DeviceCgroupRule) ?? []],
        };
    }

    private static long Size(string option, string? text) =>
        text is null ? 0 : ByteSize.TryParse(text, out long bytes, out string? fault) ? bytes : throw RunRequest.Fault(option, fault);

    private ContainerSpec Security(ContainerSpec spec)
    {
        foreach (string word in context.Get(options.SecurityOpt) ?? [])
        {
            // docker's older form has a colon.
            int cut = word.IndexOfAny(['=', ':']);
            string key = cut < 0 ? word : word[..cut], value = cut < 0 ? "" : word[(cut + 1)..];
            spec = (key, value) switch
            {
                ("no-new-privileges", "" or "true" or "false") => spec with { NoNewPrivileges = value != "false" },
                ("seccomp", ContainerSpec.SeccompUnconfined) => spec with { Seccomp = value },
                ("seccomp", "builtin") => spec with { Seccomp = null },
                ("seccomp", { Length: > 0 }) => spec with { Seccomp = ReadProfile(value) },
                ("apparmor", ContainerSpec.SeccompUnconfined) or ("label", "disable") => spec,      // there is none to be confined by
                _ => throw new UsageException($"--security-opt '{word}' is not supported (known are no-new-privileges[=true|false], seccomp=unconfined and seccomp=FILE)"),
            };
        }

        return spec;
    }

    private static string ReadProfile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--security-opt: opening seccomp profile ({file}) failed: {e.Message}");
        }
    }

    private ContainerSpec Log(ContainerSpec spec)
    {
        string driver = RunRequest.OneOf("--log-driver", context.Get(options.Kernel.LogDriver) ?? "local", "local", "json-file", "none");
        foreach ((string key, string value) in KernelOptions.Pairs("--log-opt", context.Get(options.Kernel.LogOpt)))
        {
            spec = key switch
            {
                _ when driver == "none" => throw new UsageException($"--log-opt {key}: there is no log with --log-driver none"),
                "max-size" => spec with { LogMaxBytes = Size("--log-opt max-size", value) },
                "max-file" => spec with { LogMaxFiles = (int)Math.Clamp(RunRequest.Whole("--log-opt max-file", value), -1, 1001) is not 0 and var files ? files : -1 },
                _ => throw new UsageException($"unknown log opt '{key}' for {driver} log driver (known are max-size and max-file)"),
            };
        }

        return spec with { NoLog = driver == "none" };
    }

    private void CheckPlatform()
    {
        if (context.Get(options.Files.Platform) is not { } wanted)
        {
            return;
        }

        string[] own = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? ["arm64", "aarch64"] : ["amd64", "x86_64", "x86-64"];
        string[] parts = wanted.ToLowerInvariant().Split('/');
        bool fits = parts is ["linux"] || own.Contains(parts[0]) || (parts is ["linux", var arch, ..] && own.Contains(arch));
        if (!fits)
        {
            throw new UsageException($"--platform '{wanted}': this node runs linux/{own[0]} alone");
        }
    }
}
