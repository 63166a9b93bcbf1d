using System.Text;
using Fleet.Containers.Spec;

namespace Fleet.Containers.Tests.Spec;

public sealed class RuntimeSpecTests
{
    [Fact]
    public void A_config_file_of_another_tool_is_read_and_what_is_unknown_ignored()
    {
        RuntimeSpec spec = Read(
            """
            { "ociVersion": "1.0.2", "process": { "terminal": true, "user": { "uid": 1, "gid": 2, "additionalGids": [5] }, "args": ["sh"],
                "env": ["A=b"], "cwd": "/x", "capabilities": { "bounding": ["CAP_KILL"] }, "rlimits": [{ "type": "RLIMIT_NOFILE", "hard": 1024, "soft": 512 }],
                "apparmorProfile": "x" },
              "root": { "path": "rootfs", "readonly": true }, "hostname": "h",
              "mounts": [{ "destination": "/proc", "type": "proc", "source": "proc" }], "hooks": {},
              "linux": { "resources": { "memory": { "limit": 33554432, "swap": -1 }, "devices": [{ "allow": false, "access": "rwm" }] },
                "namespaces": [{ "type": "pid" }, { "type": "network", "path": "/proc/1/ns/net" }], "cgroupsPath": "/a", "intelRdt": {} } }
            """);
        Assert.True(spec.Process!.Terminal);
        Assert.Equal([5u], spec.Process.User.AdditionalGids);
        Assert.Equal(new RlimitSpec("RLIMIT_NOFILE", 512, 1024), Assert.Single(spec.Process.Rlimits));
        Assert.Equal(33554432, spec.Linux.Resources!.Memory!.Limit);
        Assert.Equal("/proc/1/ns/net", spec.Linux.Namespaces[1].Path);
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default_and_is_never_null()
    {
        RuntimeSpec spec = Read("""{ "process": { "args": ["x"] }, "root": {}, "mounts": [{ "destination": "/a", "type": "tmpfs" }] }""");
        Assert.Equal("/", spec.Process!.Cwd);
        Assert.NotNull(spec.Process.Env);
        Assert.NotNull(spec.Process.User);
        Assert.NotNull(spec.Process.Rlimits);
        Assert.NotNull(spec.Mounts[0].Options);
        Assert.NotNull(spec.Linux);
        Assert.NotNull(spec.Linux.Namespaces);
        Assert.NotNull(spec.Linux.Sysctl);
        Assert.NotNull(spec.Annotations);
        Assert.Equal("rootfs", spec.Root!.Path);
    }

    [Fact]
    public void Writing_and_reading_gives_the_same()
    {
        byte[] written = RuntimeSpecJson.Write(RuntimeSpecDefaults.Create(["sh", "-c", "x"]));
        Assert.Equal(written, RuntimeSpecJson.Write(RuntimeSpecJson.Read(written, "x")));
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_named_by_its_place()
    {
        var thrown = Assert.Throws<SpecException>(() => Read("""{ "process": { "args": "sh" } }"""));
        Assert.Contains("process.args", thrown.Message);
    }

    private static RuntimeSpec Read(string json) => RuntimeSpecJson.Read(Encoding.UTF8.GetBytes(json), "config.json");
}
