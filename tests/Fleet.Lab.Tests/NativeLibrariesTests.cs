using Fleet.Lab.Demo;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Tests;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void The_loader_and_the_c_library_of_a_dynamic_program_are_found()
    {
        var found = NativeLibraries.Of("/bin/sh");
        Assert.Contains("ld-linux", found[0], StringComparison.Ordinal);
        Assert.Contains(found, path => path.EndsWith("/libc.so.6", StringComparison.Ordinal));
        Assert.All(found, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void A_static_program_is_refused_by_name() =>
        Assert.Contains("busybox", Assert.Throws<LabException>(() => NativeLibraries.Of("/bin/busybox")).Message, StringComparison.Ordinal);
}
