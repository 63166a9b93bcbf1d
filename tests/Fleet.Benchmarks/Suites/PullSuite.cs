using System.Diagnostics;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Benchmarks.Suites;

/// <summary>An image as users have them, from a registry on the same machine: so it is unpacking that is measured, not a network.</summary>
internal sealed class PullSuite : ISuite
{
    public string Name => "pull";

    public string What => "an image of three layers (busybox, the .NET runtime, ASP.NET) from a local registry, against docker; rounds";

    public int Rounds => 5;

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        foreach (var (program, package) in new[] { ("/usr/bin/docker-registry", "docker-registry"), ("/usr/bin/skopeo", "skopeo") })
        {
            if (await Packages.NeedAsync(program, package, context.Say, cancel) is { } why) throw new ProgramFailedException(why);
        }

        await using var registry = await Registry.StartAsync(cancel);
        string reference = $"{registry.Address}/runtime:1";
        await PushAsync(reference, cancel);
        await using var agent = await FleetAgent.StartAsync(cancel);
        await using var docker = await Peer.TryAsync(() => Docker.NeedAsync(context.Say, cancel), () => Docker.StartAsync(cancel));
        Subject[] subjects =
        [
            new(Subject.Ours, stop => PullAsync(words => agent.RunAsync(stop, ["image", .. words]), "rm", reference)),
            docker.As("docker", (it, stop) => PullAsync(words => it.RunAsync(stop, ["image", .. words]), "rm", reference)),
        ];
        return [.. (await Turns.TakeAsync(Name, $"pull of {_megabytes} MB", "s", context, subjects, cancel)).Rows()];
    }

    private long _megabytes;

    private static async Task<double> PullAsync(Func<IEnumerable<string>, Task<string>> image, string remove, string reference)
    {
        long from = Stopwatch.GetTimestamp();
        await image(["pull", reference]);
        double time = Stopwatch.GetElapsedTime(from).TotalSeconds;
        await image([remove, reference]);
        return time;
    }

    private async Task PushAsync(string reference, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("fleet-bench-image-").FullName;
        try
        {
            string dotnet = Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location))!, layout = Path.Combine(folder, "layout");
            string aspNet = Path.Combine(Path.GetDirectoryName(dotnet)!, "Microsoft.AspNetCore.App");
            var writer = new LayoutWriter(layout).AddFolder(Image.Rootfs).AddFolder(dotnet);
            if (Directory.Exists(aspNet)) writer = writer.AddFolder(aspNet);
            writer.Write(new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin"] }, "runtime:1");
            _megabytes = new DirectoryInfo(layout).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1_000_000;
            await Programs.RunAsync("/usr/bin/skopeo", ["copy", "--insecure-policy", "--dest-tls-verify=false", $"oci:{layout}:runtime:1", $"docker://{reference}"], cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
