using System.Globalization;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>A container's control group as the host's kernel shows it, read without any help of Fleet.</summary>
internal sealed class HostGroup
{
    private readonly Dictionary<string, string> _folders = [];

    /// <param name="pid">A process of the group, as the host counts.</param>
    public HostGroup(int pid)
    {
        foreach (string line in File.ReadAllLines($"/proc/{pid}/cgroup"))
        {
            string[] parts = line.Split(':', 3);
            foreach (string controller in parts[1].Split(','))
            {
                // A hierarchy that nobody has mounted any more lives on as long as groups are in it.
                if (MountOf(controller) is { } mount) _folders[controller] = mount + parts[2];
            }
        }
    }

    private HostGroup(Dictionary<string, string> folders) => _folders = folders;

    /// <summary>The group above it: its job's.</summary>
    public HostGroup Job => new(_folders.ToDictionary(folder => folder.Key, folder => Path.GetDirectoryName(folder.Value)!));

    public string Folder(string controller) => _folders[controller];

    public string Read(string controller, string file) => File.ReadAllText(Path.Combine(Folder(controller), file)).Trim();

    public long Number(string controller, string file) => long.Parse(Read(controller, file), CultureInfo.InvariantCulture);

    /// <summary>A value of a file with lines of NAME NUMBER.</summary>
    public long Number(string controller, string file, string name) => long.Parse(
        Read(controller, file).Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);

    private static string? MountOf(string controller)
    {
        foreach (string line in File.ReadAllLines("/proc/self/mountinfo"))
        {
            string[] halves = line.Split(" - ");
            string[] tail = halves[1].Split(' ');
            bool fits = controller.Length == 0 ? tail[0] == "cgroup2" : tail[0] == "cgroup" && tail[2].Split(',').Contains(controller);
            if (fits) return halves[0].Split(' ')[4];
        }
        return null;
    }
}
