using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>A warm dockerd and a warm agent, with the same image and the same files.</summary>
public sealed class BothEngines : IDisposable
{
    private readonly OneAgent _agent = new();
    private readonly string _files = Directory.CreateTempSubdirectory("test-rows-").FullName;
    private readonly string _block = Directory.EnumerateDirectories("/sys/block").Select(path => "/dev/" + Path.GetFileName(path)).Order(StringComparer.Ordinal).FirstOrDefault(File.Exists) ?? "/dev/none";
    private DockerDaemon? _docker;

    /// <summary>What is wrong with the row, or null.</summary>
    internal string? Fault(Row row)
    {
        var docker = _docker!.Run(["run", "--rm", "--network", "none", .. row.Words(Path.Combine(_files, "docker"), _block)]);
        var fleet = Programs.Run(Installed.Fleet, ["--root", _agent.Root, "run", "--rm", .. row.Words(Path.Combine(_files, "fleet"), _block)]);
        bool alike = (docker.Code, docker.Output) == (fleet.Code, fleet.Output);
        string seen = $"{row.Line}\n  docker {docker.Code} '{docker.Output}' {docker.Errors.Trim()}\n  fleet  {fleet.Code} '{fleet.Output}' {fleet.Errors.Trim()}";
        return row.Difference is not { } listed ? alike ? null : $"not the same: {seen}"
            : alike ? $"listed as different, and it is the same: {seen}"
            : fleet.Code != listed.Code || (listed.Output is { } output && fleet.Output != output) ? $"different, but not as listed: {seen}"
            : null;
    }

    /// <summary>To be called first in each test, since it may skip.</summary>
    internal void Ready()
    {
        Installed.Require();
        Skip.IfNot(File.Exists("/usr/sbin/dockerd"), "/usr/sbin/dockerd is not there: install Debian's docker.io");
        _agent.Ready();
        if (_docker is not null) return;
        Environment.SetEnvironmentVariable("OF_THE_CALLER", "mine");
        RowFiles.Make(Path.Combine(_files, "docker"));
        RowFiles.Make(Path.Combine(_files, "fleet"));
        _docker = new DockerDaemon();
    }

    public void Dispose()
    {
        _docker?.Dispose();
        _agent.Dispose();
        Directory.Delete(_files, recursive: true);
    }
}
