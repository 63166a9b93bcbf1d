using System.Diagnostics;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>
/// A block device over a file of a test's own. The file is unlinked and the device told to go with its last user, which is this
/// process, so nothing is left even when the test is killed.
/// </summary>
internal sealed class LoopDevice : IDisposable
{
    private readonly FileStream _user;

    public LoopDevice(long bytes)
    {
        Skip.IfNot(File.Exists("/dev/loop-control"), "needs the kernel's loop devices (modprobe loop)");
        string file = $"/tmp/fleet-test-loop-{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            using (FileStream made = File.Create(file))
            {
                made.SetLength(bytes);
            }

            Path = Losetup("--find", "--show", file);
            _user = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Losetup("--detach", Path);
        }
        finally
        {
            File.Delete(file);
        }

        uint[] numbers = [.. File.ReadAllText($"/sys/block/{System.IO.Path.GetFileName(Path)}/dev").Trim().Split(':').Select(uint.Parse)];
        (Major, Minor) = (numbers[0], numbers[1]);
    }

    public string Path { get; }

    public uint Major { get; }

    public uint Minor { get; }

    public void Dispose() => _user.Dispose();

    private static string Losetup(params string[] words)
    {
        using Process losetup = Process.Start(new ProcessStartInfo("losetup", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = losetup.StandardOutput.ReadToEnd().Trim();
        string errors = losetup.StandardError.ReadToEnd();
        losetup.WaitForExit();
        Assert.True(losetup.ExitCode == 0, $"losetup {string.Join(' ', words)}: {errors}");
        return output;
    }
}
