namespace Fleet.Shim.Tests.Support;

/// <summary>The published native program, as the agent finds it: FLEET_SHIM, or .artifacts/dist/fleet-shim above the tests.</summary>
internal static class ShimProgram
{
    internal static string? Path { get; } = Find();

    /// <summary>Why a test that needs it cannot run here; empty when it can.</summary>
    internal static string Missing =>
        Path is null ? "fleet-shim is not published: dotnet publish src/Fleet.Shim -c Release -o .artifacts/dist"
        : !Environment.IsPrivilegedProcess ? "containers need root"
        : !File.Exists("/bin/busybox") ? "busybox is missing: apt-get install busybox-static"
        : "";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FLEET_SHIM") is { Length: > 0 } named)
        {
            return named;
        }

        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string candidate = System.IO.Path.Combine(folder, ".artifacts/dist/fleet-shim");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
