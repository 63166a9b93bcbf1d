using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.DotNet;

/// <summary>Users of .NET: a framework-dependent web service in a tight container, under the default profile (youki#2022).</summary>
public sealed class DotNetServiceTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private static readonly string Service = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Fleet.Cluster.Service/release"));

    private FleetCli Ready()
    {
        var cli = agent.Ready();
        Skip.If(DotNetImage.Runtime is null, "there is no program dotnet in PATH");
        string folder = Path.Combine(agent.Root, "dotnet-image");
        if (!Directory.Exists(folder))
        {
            DotNetImage.Write(Path.Combine(folder, "layout"), Path.Combine(folder, "rootfs"));
            cli.Do("image", "import", Path.Combine(folder, "layout"), "--name", DotNetImage.Name);
        }
        return cli;
    }

    private static string[] Run(params string[] options) =>
        ["run", .. options, "-v", $"{DotNetImage.Runtime}:/usr/share/dotnet:ro", "-v", $"{Service}:/app:ro", DotNetImage.Name, "dotnet", "/app/Fleet.Cluster.Service.dll"];

    private static string Get(FleetCli cli, string id, string path)
    {
        var answer = Until.Holds(
            () => cli.Try("exec", id, "wget", "-q", "-O", "-", $"http://127.0.0.1:8080{path}"),
            seen => seen.ExitCode == 0 || cli.Try("exec", id, "true").ExitCode != 0, "the service answers, or has ended");
        Assert.True(answer.ExitCode == 0, cli.Try("logs", id).Errors + cli.Try("logs", id).Output);
        return answer.Line;
    }

    [SkippableFact]
    public void It_starts_under_the_default_profile_and_sees_its_limits()
    {
        var cli = Ready();
        string id = cli.Do(Run("-d", "-m", "200m", "--cpus", "0.5", "--read-only")).Line;
        string[] seen = Get(cli, id, "/limits").Split(' ');
        Assert.Equal("1", seen[0]);
        // The runtime leaves a quarter of a container's memory to all that is not its heap.
        Assert.Equal((200L << 20) * 3 / 4, long.Parse(seen[1], null));
        Assert.Equal("400", Get(cli, id, "/churn"));
        Assert.Contains("Seccomp:\t2", cli.Do("exec", id, "cat", "/proc/1/status").Output, StringComparison.Ordinal);
        cli.Do("stop", id);
        Assert.Equal("0", cli.Do("wait", id).Line);     // SIGTERM ends it in its own time
        cli.Do("rm", id);
    }

    [SkippableFact]
    public void Another_user_without_capabilities_runs_it_as_well()
    {
        var cli = Ready();
        string id = cli.Do(Run("-d", "-m", "200m", "--read-only", "-u", "1000:1000", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--init")).Line;
        Assert.Equal(Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture), Get(cli, id, "/limits").Split(' ')[0]);
        cli.Do("rm", "-f", id);
    }
}
