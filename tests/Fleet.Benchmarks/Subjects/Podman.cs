using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>podman with a storage of its own.</summary>
internal sealed class Podman : IAsyncDisposable
{
    private const string Program = "/usr/bin/podman";

    private const string Script = """
        folder=$1
        echo ready
        read -r end
        awk -v below="$folder/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r place; do umount -l "$place"; done
        for group in /sys/fs/cgroup/*/libpod_parent; do rmdir "$group"/* "$group"; done 2>/dev/null
        rm -rf "$folder"
        """;

    private readonly string _folder;
    private readonly Keeper _keeper;

    private Podman(string folder, Keeper keeper) => (_folder, _keeper) = (folder, keeper);

    /// <summary>For its row: what it could not be run without.</summary>
    public string Ways => "with overlay, runc and cgroupfs; its limits on files and processes are said, since it would raise them, which not every root may";

    public static Task<string?> NeedAsync(Action<string> say, CancellationToken cancel) => Packages.NeedAsync(Program, "podman", say, cancel);

    public static async Task<Podman> StartAsync(CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("bench-podman-").FullName;
        var podman = new Podman(folder, await Keeper.StartAsync(Script, folder));
        try
        {
            string tar = Path.Combine(folder, "base.tar");
            await Programs.RunAsync("tar", ["-C", Image.Rootfs, "-cf", tar, "."], cancel);
            await Programs.RunAsync(Program, podman.Words(["import", "--change", "ENV PATH=/bin", tar, Image.Name]), cancel);
            return podman;
        }
        catch
        {
            await podman.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its <c>run</c>, as <see cref="Programs.Time"/> measures.</summary>
    public double TimeRun(params IEnumerable<string> words) =>
        Programs.Time(Program, Words(["run", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", .. words]));

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private string[] Words(IEnumerable<string> words) =>
    [
        "--root", $"{_folder}/storage", "--runroot", $"{_folder}/run", "--tmpdir", $"{_folder}/tmp", "--storage-driver", "overlay",
        "--cgroup-manager", "cgroupfs", "--runtime", "runc", .. words,
    ];
}
