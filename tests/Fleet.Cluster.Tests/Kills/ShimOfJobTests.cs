using System.Text.Json;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>A job's replica whose shim is killed.</summary>
public sealed class ShimOfJobTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void The_allocation_is_told_as_failed_with_the_reason_and_its_policy_places_another()
    {
        var cli = agent.Ready();
        string file = Path.Combine(agent.Root, "shimless.yaml");
        File.WriteAllText(file, $$"""
            services:
              shimless:
                image: {{BusyboxImage.Name}}
                command: ["sleep", "1000"]
                deploy: { replicas: 2 }
            """);
        cli.Do("job", "submit", file, "--wait");
        var before = Replicas().Where(one => Text(one, "state") == "running").ToDictionary(one => one.GetProperty("index").GetInt32(), one => Text(one, "id"));
        string struck = before[0];
        Signals.Send(new Leaks(agent).Shims().Single(shim => shim.Id == struck).Pid, "KILL");

        var after = Until.Holds(() => Replicas().Where(one => Text(one, "state") == "running").ToList(),
            running => running.Count == 2 && running.All(one => Text(one, "id") != struck), "another allocation runs in its place");
        Assert.Contains(before[1], after.Select(one => Text(one, "id")));
        Assert.Equal(2, after.Single(one => one.GetProperty("index").GetInt32() == 0).GetProperty("attempt").GetInt32());
        var ended = Until.Holds(() => cli.Json("ps", "-a").EnumerateArray().Where(one => Text(one, "id") == struck).ToList(), found => found.Count == 1, "the struck one is listed on its node")[0];
        Assert.Equal("exited", Text(ended, "state"));
        Assert.True(!ended.TryGetProperty("exitCode", out var code) || code.ValueKind == JsonValueKind.Null, "nobody saw its exit code");
        Assert.StartsWith("shim killed", Text(ended, "message"), StringComparison.Ordinal);
        cli.Do("job", "stop", "shimless");

        List<JsonElement> Replicas() => [.. cli.Json("job", "ps", "shimless").EnumerateArray()];
    }

    private static string Text(JsonElement of, string property) => of.GetProperty(property).GetString() ?? "";
}
