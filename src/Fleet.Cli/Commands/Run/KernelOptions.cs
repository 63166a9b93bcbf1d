using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Run;

/// <summary>What is told to the kernel beside limits.</summary>
internal sealed class KernelOptions
{
    public readonly Option<bool> Init = new("--init") { Description = "An init as PID 1, which passes signals on and reaps orphans" };
    public readonly Option<string> ShmSize = new("--shm-size") { Description = "Size of /dev/shm (default: 64m)", HelpName = "SIZE" };
    public readonly Option<string[]> Sysctl = new("--sysctl") { Description = "A kernel parameter of its own namespaces", HelpName = "KEY=VALUE" };
    public readonly Option<string> OomScoreAdj = new("--oom-score-adj") { Description = "-1000 (killed last when memory runs out) to 1000", HelpName = "N" };
    public readonly Option<bool> Privileged = new("--privileged") { Description = "All capabilities and devices, no filter, nothing masked" };
    public readonly Option<string[]> DeviceCgroupRule = new("--device-cgroup-rule") { Description = "A rule for device nodes, such as 'c 1:3 rwm'", HelpName = "RULE" };
    public readonly Option<string[]> LogOpt = new("--log-opt") { Description = "max-size=SIZE (when its log file is followed by the next), max-file=N", HelpName = "K=V" };
    public readonly Option<string> LogDriver = new("--log-driver") { Description = "local or json-file (Fleet's own log for both), or none", HelpName = "DRIVER" };

    public IReadOnlyList<Option> All => [Init, ShmSize, Sysctl, OomScoreAdj, Privileged, DeviceCgroupRule, LogOpt, LogDriver];

    /// <summary>Later ones win.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(string option, IEnumerable<string>? words)
    {
        foreach (string word in words ?? [])
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            yield return equals > 0
                ? KeyValuePair.Create(word[..equals], word[(equals + 1)..])
                : throw new UsageException($"{option} '{word}': write KEY=VALUE");
        }
    }
}
