using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>A dockerd of our own (dockerd.sh), with the busybox image; its containerd and shims are its children.</summary>
internal sealed class Docker : IAsyncDisposable
{
    private const string Client = "/usr/bin/docker";
    private readonly string _folder;
    private readonly Keeper _keeper;

    private Docker(string folder, Keeper keeper) => (_folder, _keeper) = (folder, keeper);

    /// <summary>Null, or why there is no docker to compare with.</summary>
    public static Task<string?> NeedAsync(Action<string> say, CancellationToken cancel) => Packages.NeedAsync("/usr/sbin/dockerd", "docker.io", say, cancel);

    /// <param name="cancel">Gives up.</param>
    /// <param name="room">For itself and its containers; null: all the machine.</param>
    /// <param name="ownNetwork">In a network namespace of its own, where it may make what networks it likes.</param>
    /// <exception cref="ProgramFailedException">It did not start.</exception>
    public static async Task<Docker> StartAsync(CancellationToken cancel, Room? room = null, bool ownNetwork = false)
    {
        string folder = Directory.CreateTempSubdirectory("bench-docker-").FullName;
        string containers = room is null ? Path.GetFileName(folder) : $"{room.Path}/containers";
        string script = $"""
            echo ready
            export DOORS="$4" BEFORE_DOCKERD="sh $5"
            exec {(ownNetwork ? "unshare --net sh -c 'ip link set lo up; exec \"$@\"' sh " : "")}sh "$1" "$2" "$3"
            """;
        var docker = new Docker(folder, await Keeper.StartAsync(script, Path.Combine(AppContext.BaseDirectory, "dockerd.sh"), folder, containers,
            room?.Doors ?? "", Room.EnterScript));
        try
        {
            await Waiting.UntilAsync(() => File.Exists($"{folder}/docker.sock") && File.Exists($"{folder}/pid"), "dockerd answers", cancel);
            await docker.RunAsync(cancel, "version");
            string tar = Path.Combine(folder, "base.tar");
            await Programs.RunAsync("tar", ["-C", Image.Rootfs, "-cf", tar, "."], cancel);
            await docker.RunAsync(cancel, "import", "--change", "CMD [\"sh\"]", "--change", "ENV PATH=/bin", tar, Image.Name);
            return docker;
        }
        catch
        {
            await docker.DisposeAsync();
            throw;
        }
    }

    public int Pid => int.Parse(File.ReadAllText($"{_folder}/pid"), null);

    public int ContainerdPid => ProcessMemory.Find("containerd", $"{_folder}/exec").Single();

    public IReadOnlyList<int> ShimPids => ProcessMemory.Find("containerd-shim-runc-v2", $"{_folder}/exec");

    public Task<string> RunAsync(CancellationToken cancel, params IEnumerable<string> words) => Programs.RunAsync(Client, Words(words), cancel);

    /// <inheritdoc cref="Programs.Time"/>
    public double Time(params IEnumerable<string> words) => Programs.Time(Client, Words(words));

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private string[] Words(IEnumerable<string> words) => ["--config", _folder, "--host", $"unix://{_folder}/docker.sock", .. words];
}
