using Fleet.Benchmarks.Machine;
using Fleet.Containers.Spec;

namespace Fleet.Benchmarks.Subjects;

/// <summary>
/// An OCI bundle that runs /bin/true with what Fleet and docker give a container by default: namespaces, mounts, masked paths,
/// capabilities. It has no filter of system calls: Fleet's own is no list that the others could read.
/// </summary>
internal sealed class Bundle : IDisposable
{
    public Bundle()
    {
        Folder = Directory.CreateTempSubdirectory("fleet-bench-bundle-").FullName;
        Rootfs = Image.Rootfs;
        RuntimeSpec spec = RuntimeSpecDefaults.Create(["/bin/true"]);
        spec = spec with
        {
            OciVersion = "1.0.2",
            Root = new RootSpec { Path = Rootfs },
            Hostname = "bench",
            Linux = spec.Linux with { Seccomp = null, Resources = new ResourcesSpec { Devices = Devices } },
        };
        File.WriteAllBytes(Path.Combine(Folder, "config.json"), RuntimeSpecJson.Write(spec));
    }

    /// <summary>As docker writes them: runc has no rules of its own.</summary>
    private static DeviceRuleSpec[] Devices { get; } =
    [
        new(false, Access: "rwm"), Open(1, 3), Open(1, 5), Open(1, 7), Open(1, 8), Open(1, 9), Open(5, 0), Open(5, 1), Open(5, 2), Open(136, null),
    ];

    public string Folder { get; }

    public string Rootfs { get; }

    /// <summary>Read anew at each start, as the other engines do.</summary>
    public RuntimeSpec Read()
    {
        string path = Path.Combine(Folder, "config.json");
        return RuntimeSpecJson.Read(File.ReadAllBytes(path), path);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static DeviceRuleSpec Open(long major, long? minor) => new(true, "c", major, minor, "rwm");
}
