using Fleet.Chaos.Options;
using Fleet.Chaos.Run;
using Xunit.Abstractions;

namespace Fleet.Chaos.Tests;

/// <summary>Each fault once on the host of the scheduler, for real, as `dotnet run --project tests/Fleet.Chaos` does any number of.</summary>
public sealed class BoundedRunTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_cluster_under_load_lives_through_faults_of_every_kind()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: containers and lab hosts are made for real");
        var options = OptionsReader.Read(["--acceptance", "--rounds", "1", "--seed", "5", "--for", "6s", "--faults", "host-kill,agent-kill,host-stop,cut,shim-kill", "--targets", "singleton"], 0);
        Skip.IfNot(File.Exists(options.Fleet), $"{options.Fleet} is not there: './fleet build' makes it");
        var said = new StringWriter();
        try
        {
            var rules = await new ChaosRun(options, said).RunAsync(CancellationToken.None);
            Assert.All(rules, rule => Assert.True(rule.Broken.Count == 0, $"{rule.Name}: {string.Join("; ", rule.Broken)}\n{said}\nthe same plan again: {options.Again}"));
        }
        finally
        {
            output.WriteLine(said.ToString());
            Directory.Delete(options.Folder, recursive: true);
        }
    }
}
