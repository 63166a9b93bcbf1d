using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>
/// Debian's dockerd, apart from any other (dockerd.sh): a shell beside it waits for the test's end, however that comes, and takes
/// everything away.
/// </summary>
internal sealed class DockerDaemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("test-docker-").FullName;
    private readonly Process _keeper;

    public DockerDaemon()
    {
        // In a session of its own: a signal to the tests' whole process group must not take the keeper along.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true };
        foreach (string word in new[] { "--wait", "sh", Path.Combine(AppContext.BaseDirectory, "DockerRows/dockerd.sh"), _folder, Path.GetFileName(_folder) }) start.ArgumentList.Add(word);
        _keeper = Process.Start(start)!;
        Until.True(() => Run("version").Code == 0, "dockerd answers");
        string rootfs = Path.Combine(Path.GetDirectoryName(BusyboxImage.Layout)!, "rootfs");
        string tar = Path.Combine(_folder, "base.tar");
        Assert.Equal(0, Programs.Run("tar", ["-C", rootfs, "-cf", tar, "."]).Code);
        var import = Run("import", "--change", "CMD [\"sh\"]", "--change", "ENV PATH=/bin", tar, BusyboxImage.Name);
        Assert.True(import.Code == 0, import.Errors);
    }

    public (int Code, string Output, string Errors) Run(params string[] words) =>
        Programs.Run("/usr/bin/docker", ["--config", _folder, "--host", $"unix://{_folder}/docker.sock", .. words]);

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        Assert.True(_keeper.WaitForExit(Patience), "dockerd has not ended");
        Assert.False(Directory.Exists(_folder), $"{_folder} stayed behind");
        _keeper.Dispose();
    }
}
