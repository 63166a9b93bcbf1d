using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>What goes with a container and what stays.</summary>
public sealed class DataTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void What_is_written_without_a_volume_goes_with_the_container_and_stays_through_stop_and_start()
    {
        var cli = agent.Ready();
        cli.Do("run", "-d", "--name", "writer", BusyboxImage.Name, "sh", "-c", "echo kept >> /note; exec sleep 100");
        Until.True(() => cli.Try("exec", "writer", "test", "-s", "/note").ExitCode == 0, "the note is written");
        cli.Do("stop", "-t", "0", "writer");
        cli.Do("start", "writer");
        Until.Holds(() => cli.Do("exec", "writer", "cat", "/note").Line, seen => seen == "kept\nkept", "both starts wrote into one layer");
        cli.Do("rm", "-f", "writer");
        Assert.Equal(1, cli.Try("run", "--rm", BusyboxImage.Name, "cat", "/note").ExitCode);
    }

    [SkippableFact]
    public void What_is_written_to_a_volume_stays()
    {
        var cli = agent.Ready();
        cli.Do("run", "--rm", "-v", "data:/data", BusyboxImage.Name, "sh", "-c", "echo stays > /data/f");
        Assert.Equal("stays", cli.Do("run", "--rm", "-v", "data:/data", BusyboxImage.Name, "cat", "/data/f").Line);
        cli.Do("volume", "rm", "data");
    }

    [SkippableFact]
    public void What_is_written_to_a_bind_mount_stays_and_a_read_only_one_is_refused()
    {
        var cli = agent.Ready();
        string folder = Directory.CreateDirectory(Path.Combine(agent.Root, "bound")).FullName;
        cli.Do("run", "--rm", "-v", $"{folder}:/b", BusyboxImage.Name, "sh", "-c", "echo here > /b/f");
        Assert.Equal("here\n", File.ReadAllText(Path.Combine(folder, "f")));
        var refused = cli.Try("run", "--rm", "-v", $"{folder}:/b:ro", BusyboxImage.Name, "sh", "-c", "echo no > /b/f");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Read-only", refused.Errors, StringComparison.Ordinal);
    }
}
