using System.Diagnostics;

namespace Fleet.Shim.Tests.Support;

/// <summary>Small static programs for inside, where busybox will not do.</summary>
internal static class CProgram
{
    internal static bool Available => File.Exists("/usr/bin/gcc");

    internal const string Missing = "gcc is missing: apt-get install gcc libc6-dev";

    internal static void Compile(string source, string target)
    {
        using var gcc = Process.Start(new ProcessStartInfo("gcc", ["-O1", "-static", "-x", "c", "-", "-o", target]) { RedirectStandardInput = true })!;
        gcc.StandardInput.Write(source);
        gcc.StandardInput.Close();
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
    }
}
