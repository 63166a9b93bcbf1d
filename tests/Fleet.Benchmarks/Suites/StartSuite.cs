using System.Diagnostics;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>The engines alone, without a daemon or a client before them, on one bundle.</summary>
internal sealed class StartSuite : ISuite
{
    public string Name => "start";

    public string What => "create, start, exit and delete of /bin/true by the engine, against runc, crun and bare unshare; rounds";

    public int Rounds => 100;

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        using var bundle = new Bundle();
        await using var engine = new Engine(bundle);
        await using var hierarchies = await CrunHierarchies.MountAsync();
        await engine.StartResidentAsync(cancel);
        int run = 0;
        string state = Directory.CreateDirectory(Path.Combine(bundle.Folder, "state")).FullName;
        async Task<Subject> Oci(string name) =>
            await Packages.NeedAsync($"/usr/{(name == "runc" ? "sbin" : "bin")}/{name}", name, context.Say, cancel) is { } why ? Subject.Absent(name, why)
            : Subject.Of(name, () => Programs.Time($"/usr/{(name == "runc" ? "sbin" : "bin")}/{name}",
                ["--root", Path.Combine(state, name), "run", "--bundle", bundle.Folder, $"{Path.GetFileName(bundle.Folder)}-{run++}"]));
        Subject[] subjects =
        [
            new(Subject.Ours, engine.RunAsync) { Note = "called in process, as the agent calls it, beside another container" },
            await Oci("runc") with { Note = "'runc run': all four steps in one process" },
            await Oci("crun") with { Note = "'crun run': all four steps in one process" },
            Subject.Of("unshare", () => Programs.Time("/usr/bin/unshare",
                ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--fork", "--root", bundle.Rootfs, "/bin/true"]))
                with { Note = "the same namespaces, and nothing else of a container" },
        ];
        var rows = (await Turns.TakeAsync(Name, "create+start+exit+delete", "ms", context, subjects, cancel)).Rows().ToList();
        foreach (var step in engine.Steps) rows.AddRange(step.Rows());
        return rows;
    }
}
