using System.Diagnostics;

namespace Fleet.Benchmarks.Machine;

/// <summary>The peers' programs, from Debian.</summary>
internal static class Packages
{
    /// <summary>Installs the package unless the program is there, and says so.</summary>
    /// <returns>Null, or why the program is missing.</returns>
    public static async Task<string?> NeedAsync(string program, string package, Action<string> say, CancellationToken cancel)
    {
        if (File.Exists(program)) return null;
        if (!File.Exists("/usr/bin/apt-get")) return $"{program} is not there, and there is no apt-get to install {package} with";
        say($"installing Debian's {package}, for {program}");
        string? fault = await AptAsync(["install", "-y", "--no-install-recommends", package], cancel);
        if (fault is not null && await AptAsync(["update"], cancel) is null) fault = await AptAsync(["install", "-y", "--no-install-recommends", package], cancel);
        return File.Exists(program) ? null : $"{package} could not be installed: {fault ?? $"it brought no {program}"}";
    }

    private static async Task<string?> AptAsync(IEnumerable<string> words, CancellationToken cancel)
    {
        // RUNLEVEL=1 keeps a package's services from being started.
        var start = new ProcessStartInfo("/usr/bin/apt-get", words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["RUNLEVEL"] = "1", ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        string errors = await process.StandardError.ReadToEndAsync(cancel);
        await output;
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? null : errors.Trim().Split('\n')[^1];
    }
}
