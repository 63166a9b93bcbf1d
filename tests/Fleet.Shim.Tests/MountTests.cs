using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Volumes, binds and devices.</summary>
public sealed class MountTests : IDisposable
{
    private const uint ReadOnly = 1;
    private readonly TestContainer _container;

    public MountTests()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        _container = new TestContainer();
    }

    public void Dispose() => _container?.Dispose();

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_container.Folder, name)).FullName;

    private string Output(string script, params MountPlan[] mounts)
    {
        ShimConfig config = _container.Shell(script);
        (ExitRecord exit, string output) = _container.Run(config with { Mounts = [.. config.Mounts, .. mounts] });
        Assert.True(exit.Code == 0, $"exit {exit.Code} {exit.Error}: {output}");
        return output;
    }

    [SkippableFact]
    public void A_read_only_bind_refuses_writes_also_to_what_is_mounted_below()
    {
        string source = Folder("m");
        using var below = new SmallDisk(Path.Combine(source, "s"), "1m");
        Assert.Equal("refused\nrefused\n", Output(
            "touch /m/x 2>/dev/null || echo refused; touch /m/s/x 2>/dev/null || echo refused",
            new MountPlan(MountPlan.RecursiveBind, source, "/m") { Flags = ReadOnly, RecursiveFlags = true }));
    }

    [SkippableFact]
    public void A_writable_bind_keeps_what_is_written()
    {
        string source = Folder("m");
        Output("echo kept > /m/file", new MountPlan(MountPlan.Bind, source, "/m"));
        Assert.Equal("kept\n", File.ReadAllText($"{source}/file"));
    }

    [SkippableFact]
    public void Nested_mounts_are_made_in_their_order()
    {
        string outer = Folder("a"), inner = Folder("b");
        Directory.CreateDirectory($"{outer}/b");
        File.WriteAllText($"{inner}/i", "");
        File.WriteAllText($"{outer}/o", "");
        Assert.Equal("b o\ni\n", Output("echo $(ls /a); ls /a/b", new MountPlan(MountPlan.Bind, outer, "/a"), new MountPlan(MountPlan.Bind, inner, "/a/b")));
    }

    [SkippableFact]
    public void A_file_can_be_bound_over_one_that_is_not_there()
    {
        File.WriteAllText(Path.Combine(_container.Folder, "hosts"), "127.0.0.1 box\n");
        Assert.Equal("127.0.0.1 box\nbusy\n", Output(
            "cat /etc/hosts; mv /etc/text /etc/hosts 2>/dev/null || echo busy", new MountPlan(MountPlan.Bind, "hosts", "/etc/hosts")));
    }

    [SkippableFact]
    public void A_link_of_the_image_is_followed_inside_the_root()
    {
        string source = Folder("m");
        File.WriteAllText($"{source}/f", "volume\n");
        Directory.CreateSymbolicLink(Path.Combine(_container.Folder, "upper/link"), "/tmp");
        Assert.Equal("volume\n", Output("cat /tmp/f", new MountPlan(MountPlan.Bind, source, "/link")));
    }

    [SkippableFact]
    public void A_missing_source_is_named()
    {
        ShimConfig config = _container.Shell("true");
        FailedMessage? failed = _container.Create(config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Bind, "/no/such/source", "/m")] });
        Assert.Contains("/no/such/source", failed!.Text);
    }

    [SkippableFact]
    public void A_hundred_and_fifty_layers_fit()
    {
        string layers = Folder("l");
        var names = new List<string>();
        for (int i = 0; i < 150; i++)
        {
            names.Add($"{i:000}");
            File.WriteAllText(Path.Combine(Directory.CreateDirectory($"{layers}/{i:000}").FullName, $"f{i}"), "");
        }

        File.CreateSymbolicLink($"{layers}/base", Rootfs.Layer);
        ShimConfig config = _container.Shell("ls / | grep -c '^f[0-9]'");
        (ExitRecord exit, string output) = _container.Run(config with
        {
            Mounts =
            [
                new MountPlan(MountPlan.Overlay, "overlay", "/")
                {
                    WorkingFolder = layers, Data = $"lowerdir={string.Join(':', names)}:base,upperdir=../upper,workdir=../work",
                },
                .. StandardMounts.All(),
            ],
        });
        Assert.Equal(("150\n", ""), (output, exit.Error));
    }

    [SkippableFact]
    public void An_added_device_is_there_with_its_mode_and_owner()
    {
        ShimConfig config = _container.Shell("stat -c '%t:%T %a %u:%g' /dev/mine/z; head -c 2 /dev/mine/z | wc -c");
        (_, string output) = _container.Run(config with { Devices = [new DevicePlan("/dev/mine/z", 'c', 1, 5, 0x1a0, 3, 4)] });
        Assert.Equal("1:5 640 3:4\n2\n", output);
    }

    [SkippableFact]
    public void A_dotnet_program_runs_under_the_default_filter_with_a_read_only_root()
    {
        string dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        Skip.IfNot(File.Exists($"{dotnet}/dotnet"), "the tests do not run by the dotnet command");
        string compiler = Directory.GetFiles(dotnet, "csc.dll", SearchOption.AllDirectories).First();
        ShimConfig config = _container.Config($"{dotnet}/dotnet", compiler, "-version");
        MountPlan[] host = [.. new[] { "/lib", "/lib64", "/usr/lib", dotnet }.Where(Directory.Exists).Distinct()
            .Select(path => new MountPlan(MountPlan.Bind, path, path) { Flags = ReadOnly })];
        (ExitRecord exit, string output) = _container.Run(config with { Mounts = [.. config.Mounts, .. host], ReadOnlyRoot = true });
        Assert.True(exit.Code == 0, output);
        Assert.Matches(@"^\d+\.\d+", output);
    }
}
