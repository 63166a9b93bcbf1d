using System.Diagnostics;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>A group of a test's own on the real kernel, removed with all that is in it.</summary>
internal sealed class TestGroup : IDisposable
{
    private static int _count;

    public TestGroup()
    {
        Skip.IfNot(Environment.UserName == "root", "cgroups need root");
        Driver = CgroupDriver.Detect();
        Group = Driver.Create($"fleet/test-cont-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}/one");
    }

    public ICgroupDriver Driver { get; }

    public ICgroup Group { get; }

    /// <summary>The group's folder under a controller of v1, or its only one under v2.</summary>
    public string Folder(string controller) => Driver.Version == 2
        ? Group.Placement.UnifiedFolder!
        : Path.GetDirectoryName(Group.Placement.ProcsFiles.Single(file => file.Split('/').Contains(controller)))!;

    public string Read(string controller, string file) => File.ReadAllText(Path.Combine(Folder(controller), file)).Trim();

    /// <summary>A shell that enters the group before it does anything of <paramref name="script"/>.</summary>
    public Process Run(string script) => Run(Group, script);

    public static Process Run(ICgroup group, string script)
    {
        string enter = string.Join(';', group.Placement.ProcsFiles.Select(file => $"echo 0 > {file}"));
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-ec", $"{enter}; {script}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    public void Dispose()
    {
        Group.KillAll();
        Group.Remove();
    }
}
