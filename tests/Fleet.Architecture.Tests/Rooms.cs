using System.Xml.Linq;

namespace Fleet.Architecture.Tests;

/// <summary>The rooms of src, read from their project files: what each may know is written down here and nowhere else.</summary>
internal static class Rooms
{
    /// <summary>Room -> the rooms it may reference. Anything else is an arrow that the design does not have.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Fleet.Model"] = [],
        ["Fleet.JobFile"] = ["Fleet.Model"],
        ["Fleet.Scheduling"] = ["Fleet.Model"],
        ["Fleet.Lifecycle"] = ["Fleet.Model", "Fleet.Scheduling"],
        ["Fleet.Linux"] = [],
        ["Fleet.Images"] = ["Fleet.Linux"],
        ["Fleet.Shim.Protocol"] = [],
        ["Fleet.Shim"] = ["Fleet.Linux", "Fleet.Shim.Protocol"],
        ["Fleet.Containers"] = ["Fleet.Linux", "Fleet.Shim.Protocol"],
        ["Fleet.Protocol"] = ["Fleet.Model"],
        ["Fleet.Node"] = ["Fleet.Lifecycle", "Fleet.Containers", "Fleet.Images", "Fleet.Protocol"],
        ["Fleet.Control"] = ["Fleet.Lifecycle", "Fleet.Protocol"],
        ["Fleet.Journal.Raft"] = ["Fleet.Control"],
        ["Fleet.Api.Contracts"] = ["Fleet.Model"],
        ["Fleet.Client"] = ["Fleet.Protocol", "Fleet.Api.Contracts"],
        ["Fleet.Api"] = ["Fleet.Api.Contracts", "Fleet.Client", "Fleet.Node"],
        ["Fleet.Lab"] = ["Fleet.Linux", "Fleet.Images", "Fleet.Api.Contracts"],
        ["Fleet.Cli"] = ["Fleet.Api.Contracts", "Fleet.JobFile", "Fleet.Lab"],
        ["Fleet.Agent"] = ["Fleet.Node", "Fleet.Control", "Fleet.Journal.Raft", "Fleet.Api"],
        ["Fleet.Samples.Service"] = [],
        ["Fleet.Samples.Client"] = ["Fleet.Client"],
    };

    /// <summary>Package prefixes that a room's whole closure must be free of.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Forbidden = new Dictionary<string, string[]>
    {
        ["Fleet.Model"] = ["Akka", "Tmds", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.JobFile"] = ["Akka", "Tmds", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Lifecycle"] = ["Akka", "Tmds", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Linux"] = ["Akka", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Images"] = ["Akka", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Containers"] = ["Akka", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Shim"] = ["Akka", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Cli"] = ["Akka", "Google", "Microsoft.Data", "Npgsql"],
        ["Fleet.Client"] = ["Akka.Cluster", "Akka.Persistence", "Tmds", "Microsoft.Data", "Npgsql"],
    };

    public static string Top { get; } = FindTop();

    public static IEnumerable<string> Names => Directory.GetDirectories(Path.Combine(Top, "src"), "Fleet.*").Select(Path.GetFileName).OfType<string>().Order();

    public static string[] References(string room) => Read(room, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ToArray();

    public static string[] Packages(string room) => Read(room, "PackageReference").ToArray();

    /// <summary>The room and all that it knows, at any distance.</summary>
    public static HashSet<string> Closure(string room)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([room]);
        while (open.TryPop(out string? next))
        {
            if (!seen.Add(next)) continue;
            foreach (string known in References(next)) open.Push(known);
        }
        return seen;
    }

    private static IEnumerable<string> Read(string room, string element) =>
        XDocument.Load(Path.Combine(Top, "src", room, room + ".csproj")).Descendants(element)
            .Where(item => item.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));

    private static string FindTop()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fleet.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no Fleet.sln above {AppContext.BaseDirectory}");
    }
}
